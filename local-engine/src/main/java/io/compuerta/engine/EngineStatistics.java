package io.compuerta.engine;

/**
 * How an engine stands, for metrics. Totals count from its start and never fall.
 *
 * @param slots            requests it can answer at the same time
 * @param busySlots        of these, in use
 * @param queued           requests waiting for a slot
 * @param parked           answers whose readers do not read; they hold no slot
 * @param promptTokens     total tokens of prompts, those found in the prefix cache included
 * @param cachedTokens     of these, found in the prefix cache
 * @param completionTokens total tokens generated
 * @param unenforcedTools  total offered tools whose schema asked for more than calls of them were held to
 * @param prefillNanos     total time the model spent in steps that read prompts
 * @param decodeNanos      total time the model spent in steps that only continued answers
 * @param cacheUsedTokens  tokens held in the attention caches now
 * @param cacheTokens      tokens that the attention caches hold at most
 * @param loadNanos        time that loading the model took
 * @param modelBytes       size of the weights; 0 if unknown
 */
public record EngineStatistics(
        int slots,
        int busySlots,
        int queued,
        int parked,
        long promptTokens,
        long cachedTokens,
        long completionTokens,
        long unenforcedTools,
        long prefillNanos,
        long decodeNanos,
        long cacheUsedTokens,
        long cacheTokens,
        long loadNanos,
        long modelBytes) {

    /** Of an engine that is not there yet. */
    public static final EngineStatistics NONE = new EngineStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** This state, with totals that go on from those of an engine that was there before. */
    public EngineStatistics after(EngineStatistics before) {
        return new EngineStatistics(
                slots,
                busySlots,
                queued,
                parked,
                before.promptTokens + promptTokens,
                before.cachedTokens + cachedTokens,
                before.completionTokens + completionTokens,
                before.unenforcedTools + unenforcedTools,
                before.prefillNanos + prefillNanos,
                before.decodeNanos + decodeNanos,
                cacheUsedTokens,
                cacheTokens,
                loadNanos,
                modelBytes);
    }

    /** Requests that have come and not yet ended. */
    public int inFlight() {
        return busySlots + queued;
    }
}
