package io.compuerta.policy.calibrate;

import java.util.Collection;

/**
 * How far forecasts were from what came.
 *
 * @param brier   mean squared difference, 0 is best
 * @param logLoss mean cross-entropy in nats, 0 is best
 */
public record Fit(double brier, double logLoss) {

    /** Certainty is held within this, so that one wrong certainty does not cost infinity. */
    private static final double LEAST = 1e-4;

    static Fit of(Collection<RatedScore> rated) {
        return new Fit(
                rated.stream().mapToDouble(Fit::squared).average().orElse(0),
                rated.stream().mapToDouble(Fit::loss).average().orElse(0));
    }

    static double squared(RatedScore one) {
        double off = one.score() - one.worse();
        return off * off;
    }

    private static double loss(RatedScore one) {
        double p = held(one.score());
        return -(one.worse() * Math.log(p) + (1 - one.worse()) * Math.log(1 - p));
    }

    /** Away from 0 and 1. */
    static double held(double probability) {
        return Math.clamp(probability, LEAST, 1 - LEAST);
    }
}
