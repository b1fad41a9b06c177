package io.compuerta.engine;

import java.util.List;
import java.util.Objects;

/**
 * One chat to continue.
 *
 * @param messages  oldest first, at least one
 * @param sampling  how the next token is chosen
 * @param maxTokens upper bound of generated tokens, at least 1
 * @param stop      strings that end the answer and are not part of it; may be empty
 * @param thinking  whether the model may think aloud before it answers (Qwen3); off by default in the product
 */
public record GenerationRequest(
        List<ChatMessage> messages, Sampling sampling, int maxTokens, List<String> stop, boolean thinking) {

    public GenerationRequest {
        messages = List.copyOf(messages);
        stop = List.copyOf(stop);
        Objects.requireNonNull(sampling, "sampling");
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a chat needs at least one message");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1, not " + maxTokens);
        }
    }
}
