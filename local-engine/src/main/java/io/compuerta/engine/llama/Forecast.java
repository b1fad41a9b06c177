package io.compuerta.engine.llama;

import java.time.Duration;

/**
 * When a newcomer's first token would come, from what was measured lately. Knows nothing at first, and then promises
 * "at once". Thread-safe.
 */
final class Forecast {

    /** How much of the past counts after each run of the model: half of it is gone after fourteen. */
    private static final double MEMORY = 0.95;

    private static final double NEWEST = 0.2;

    private double tokens;
    private double nanos;
    private double speakingNanos = -1;

    /** A run of the model that read that many prompt tokens. */
    synchronized void read(int promptTokens, long took) {
        tokens = tokens * MEMORY + promptTokens;
        nanos = nanos * MEMORY + took;
    }

    /** An answer ended that took so long from its first token to its last. */
    synchronized void spoke(long took) {
        speakingNanos = speakingNanos < 0 ? took : speakingNanos + NEWEST * (took - speakingNanos);
    }

    /** Prompt tokens a second; 0 while unknown. */
    synchronized double readingSpeed() {
        return nanos > 0 ? tokens * 1e9 / nanos : 0;
    }

    /**
     * @param own    prompt tokens of the newcomer
     * @param ahead  what goes before it
     * @param busy   slots in use
     * @param slots  all slots
     */
    synchronized Duration firstToken(int own, PromptBacklog.Ahead ahead, int busy, int slots) {
        double reading = tokens > 0 ? (own + ahead.tokens()) * nanos / tokens : 0;
        int beyond = busy + ahead.waiting() - slots + 1;
        double waiting = beyond > 0 ? Math.max(0, speakingNanos) * beyond / slots : 0;
        return Duration.ofNanos((long) Math.min(reading + waiting, Long.MAX_VALUE / 2.0));
    }

    /** How long until the expectation is within the limit: at least a second, at most a minute. */
    static Duration retryAfter(Duration expected, Duration limit) {
        long seconds = expected.minus(limit).toMillis() / 1000 + 1;
        return Duration.ofSeconds(Math.clamp(seconds, 1, 60));
    }
}
