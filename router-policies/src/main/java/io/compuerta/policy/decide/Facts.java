package io.compuerta.policy.decide;

import io.compuerta.policy.signal.Signals;
import java.time.DayOfWeek;
import java.util.Objects;

/**
 * Everything a condition may look at.
 *
 * @param signals   what the detectors say of the text
 * @param ask       what the caller asks for
 * @param caller    who asks
 * @param situation when, and how things stand
 * @param placement where the request may go for reasons that stand above the rules
 */
public record Facts(Signals signals, Ask ask, Caller caller, Situation situation, Placement placement) {

    public Facts {
        Objects.requireNonNull(signals, "signals");
        Objects.requireNonNull(ask, "ask");
        Objects.requireNonNull(caller, "caller");
        Objects.requireNonNull(situation, "situation");
        Objects.requireNonNull(placement, "placement");
    }

    /** A request that may go wherever the rules say. */
    public Facts(Signals signals, Ask ask, Caller caller, Situation situation) {
        this(signals, ask, caller, situation, Placement.ANYWHERE);
    }

    /** On a quiet Monday, with nothing known of the request but its signals and the model it names. */
    public Facts(Signals signals, Caller caller, String askedModel, int hour) {
        this(signals, Ask.of(askedModel), caller, Situation.quiet(hour, DayOfWeek.MONDAY));
    }

    /** Tokens that prompt and answer may take together: what a model's context window must hold. */
    public long contextTokens() {
        return (long) signals.promptTokens() + ask.outputTokens();
    }

    /** The same request with another {@link Situation#threshold}. */
    public Facts withThreshold(double threshold) {
        return new Facts(signals, ask, caller, situation.withThreshold(threshold), placement);
    }

    /** The same request under another demand. */
    public Facts placed(Placement demand) {
        return new Facts(signals, ask, caller, situation, demand);
    }
}
