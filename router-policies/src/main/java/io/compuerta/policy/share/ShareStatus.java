package io.compuerta.policy.share;

/**
 * How a share stands.
 *
 * @param target        the share of eligible requests that the policy wants local
 * @param realised      the share of the newest eligible requests (at most a window of them) that was decided for the local
 *                      model; NaN before the first
 * @param threshold     the threshold that the newest request met
 * @param eligible      eligible requests so far
 * @param keptLocal     requests that the score would have sent to premium and the limit kept, so far
 * @param sentToPremium requests that the score would have kept and the limit sent to premium, so far
 * @param drift         distance between the newest scores and those before them, 0 to 1, when it was last measured
 *                      ({@link ScoreShift})
 * @param drifting      whether that distance is an alarm now
 * @param driftAlarms   how often the scores changed their level, at once or slowly
 */
public record ShareStatus(
        double target,
        double realised,
        double threshold,
        long eligible,
        long keptLocal,
        long sentToPremium,
        double drift,
        boolean drifting,
        long driftAlarms) {

    /** Requests for which the limit mattered more than the score, so far. */
    public long overrides() {
        return keptLocal + sentToPremium;
    }
}
