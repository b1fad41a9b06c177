package io.compuerta.policy.simulate;

import io.compuerta.policy.money.NanoUsd;

/**
 * All requests under one policy.
 *
 * @param local     answered on this machine
 * @param premium   sent out
 * @param refused   sent nowhere
 * @param cost      of those whose cost is known
 * @param estimated how many of those are estimates
 * @param unknown   requests whose cost is not known; they are not in {@code cost}
 * @param saved     against the baseline model, over the requests for which both sides are known
 * @param savedOf   how many those are
 */
public record Side(
        long local,
        long premium,
        long refused,
        NanoUsd cost,
        long estimated,
        long unknown,
        NanoUsd saved,
        long savedOf) {

    static final Side EMPTY = new Side(0, 0, 0, NanoUsd.ZERO, 0, 0, NanoUsd.ZERO, 0);

    public long requests() {
        return local + premium + refused;
    }

    /** The share of answered requests that this machine answers; 0 when none is answered. */
    public double localShare() {
        long answered = local + premium;
        return answered == 0 ? 0 : local / (double) answered;
    }
}
