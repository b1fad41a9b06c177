package io.compuerta.policy.money;

/**
 * What a request would have cost with the baseline model, against what it did cost. A counterfactual: the same token
 * counts at the baseline's price, though the baseline would have worded its answer differently.
 *
 * @param baseline  cost with the baseline model
 * @param actual    what was paid, all attempts together
 * @param estimated whether an estimate went into either side
 */
public record Savings(NanoUsd baseline, NanoUsd actual, boolean estimated) {

    /** Negative when the request cost more than the baseline would have. */
    public NanoUsd saved() {
        return baseline.minus(actual);
    }
}
