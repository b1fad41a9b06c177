package io.compuerta.policy.decide;

import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.complexity.ComplexityScorer;
import java.util.Objects;

/**
 * Everything a condition may look at.
 *
 * @param askedModel the {@code model} of the request as the caller wrote it
 * @param hour       0 to 23, in the policy's time zone
 * @param threshold  the complexity above which requests should go to premium; share control moves it
 */
public record Facts(Signals signals, Caller caller, String askedModel, int hour, double threshold) {

    public Facts {
        Objects.requireNonNull(signals, "signals");
        Objects.requireNonNull(caller, "caller");
        Objects.requireNonNull(askedModel, "askedModel");
        if (hour < 0 || hour > 23) {
            throw new IllegalArgumentException("an hour lies between 0 and 23, not " + hour);
        }
    }

    /** With the threshold at its default. */
    public Facts(Signals signals, Caller caller, String askedModel, int hour) {
        this(signals, caller, askedModel, hour, ComplexityScorer.DEFAULT_THRESHOLD);
    }

    public Facts withThreshold(double other) {
        return new Facts(signals, caller, askedModel, hour, other);
    }
}
