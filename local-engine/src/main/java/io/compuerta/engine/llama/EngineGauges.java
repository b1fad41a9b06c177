package io.compuerta.engine.llama;

import io.compuerta.engine.EngineStatistics;
import java.util.concurrent.atomic.AtomicLong;

/** What the engine's thread tells the world about itself: written by that thread, read by any. */
final class EngineGauges {

    private final AtomicLong promptTokens = new AtomicLong();
    private final AtomicLong cachedTokens = new AtomicLong();
    private final AtomicLong completionTokens = new AtomicLong();
    private final AtomicLong unenforcedTools = new AtomicLong();
    private final AtomicLong prefillNanos = new AtomicLong();
    private final AtomicLong decodeNanos = new AtomicLong();
    private volatile int busy;
    private volatile int parked;
    private volatile long held;
    private volatile long capacity;
    private volatile long loadNanos;
    private volatile long modelBytes;

    /** Prompt tokens that the model was spared. */
    void spared(int tokens) {
        promptTokens.addAndGet(tokens);
        cachedTokens.addAndGet(tokens);
    }

    /** A run of the model. */
    void ran(int prompt, long nanos) {
        promptTokens.addAndGet(prompt);
        (prompt > 0 ? prefillNanos : decodeNanos).addAndGet(nanos);
    }

    /** Tools that calls need not follow to the letter. From any thread. */
    void unenforced(int tools) {
        unenforcedTools.addAndGet(tools);
    }

    void drawn() {
        completionTokens.incrementAndGet();
    }

    void loaded(long nanos, long bytes, long cacheTokens) {
        loadNanos = nanos;
        modelBytes = bytes;
        capacity = cacheTokens;
    }

    void stands(int busySlots, int parkedAnswers, long heldTokens) {
        busy = busySlots;
        parked = parkedAnswers;
        held = heldTokens;
    }

    int busy() {
        return busy;
    }

    int parked() {
        return parked;
    }

    /**
     * @param present requests that came and have not ended, which is known at once; the engine's thread learns of the end
     *     of a reader's interest at its next step
     */
    EngineStatistics statistics(int slots, int present) {
        int resting = Math.min(parked, present);
        int working = Math.min(busy, present - resting);
        return new EngineStatistics(
                slots,
                working,
                present - resting - working,
                resting,
                promptTokens.get(),
                cachedTokens.get(),
                completionTokens.get(),
                unenforcedTools.get(),
                prefillNanos.get(),
                decodeNanos.get(),
                held,
                capacity,
                loadNanos,
                modelBytes);
    }
}
