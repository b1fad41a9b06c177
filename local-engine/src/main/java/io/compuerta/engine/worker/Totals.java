package io.compuerta.engine.worker;

import io.compuerta.engine.EngineStatistics;

/** Counts that go on over the deaths of workers. */
final class Totals {

    private Totals() {}

    /** The state of one worker with the totals of those before it. */
    static EngineStatistics after(EngineStatistics before, EngineStatistics now) {
        return new EngineStatistics(
                now.slots(),
                now.busySlots(),
                now.queued(),
                now.parked(),
                before.promptTokens() + now.promptTokens(),
                before.cachedTokens() + now.cachedTokens(),
                before.completionTokens() + now.completionTokens(),
                before.prefillNanos() + now.prefillNanos(),
                before.decodeNanos() + now.decodeNanos(),
                now.cacheUsedTokens(),
                now.cacheTokens(),
                now.loadNanos(),
                now.modelBytes());
    }

    /** Grows whenever the model does something. */
    static long work(EngineStatistics statistics) {
        return statistics.promptTokens() + statistics.completionTokens();
    }
}
