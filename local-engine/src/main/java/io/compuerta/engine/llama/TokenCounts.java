package io.compuerta.engine.llama;

import java.util.concurrent.atomic.AtomicLong;

/** Running totals: written by the engine's thread, read by any. */
final class TokenCounts {

    private final AtomicLong promptTokens = new AtomicLong();
    private final AtomicLong completionTokens = new AtomicLong();

    void read(int tokens) {
        promptTokens.addAndGet(tokens);
    }

    void drawn() {
        completionTokens.incrementAndGet();
    }

    long promptTokens() {
        return promptTokens.get();
    }

    long completionTokens() {
        return completionTokens.get();
    }
}
