package io.compuerta.policy.money;

/**
 * Tokens of one model call, counted as OpenAI counts: {@code prompt} includes {@code cachedPrompt} and {@code cacheWrite},
 * {@code completion} includes {@code reasoning}.
 */
public record TokenUsage(long prompt, long cachedPrompt, long cacheWrite, long completion, long reasoning) {

    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0);

    public TokenUsage {
        if (prompt < 0 || cachedPrompt < 0 || cacheWrite < 0 || completion < 0 || reasoning < 0) {
            throw new IllegalArgumentException("token counts cannot be negative");
        }
        if (cachedPrompt + cacheWrite > prompt || reasoning > completion) {
            throw new IllegalArgumentException("a part of the tokens cannot exceed the whole");
        }
    }

    public static TokenUsage of(long prompt, long completion) {
        return new TokenUsage(prompt, 0, 0, completion, 0);
    }

    public long total() {
        return prompt + completion;
    }
}
