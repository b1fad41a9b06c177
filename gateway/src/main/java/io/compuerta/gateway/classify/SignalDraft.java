package io.compuerta.gateway.classify;

import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.complexity.ComplexityDraft;
import io.compuerta.policy.signal.complexity.Meaning;

/**
 * The signals of a request, whose complexity may still be judged better by what the question means.
 *
 * @param onSurface the signals without knowing it
 */
public record SignalDraft(Signals onSurface, ComplexityDraft complexity) {

    public Signals knowing(Meaning meaning) {
        return onSurface.with(complexity.score(meaning));
    }
}
