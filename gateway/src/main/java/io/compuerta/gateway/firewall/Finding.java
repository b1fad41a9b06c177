package io.compuerta.gateway.firewall;

import io.compuerta.gateway.pipeline.Writing;
import io.compuerta.policy.signal.firewall.FirewallVerdict;

/**
 * What is thought of one writing, and what follows.
 *
 * @param ruling  {@link Ruling#NOTHING} for a writing that is no attack
 * @param located whether the detectors inside can say where in the text the attack stands
 */
record Finding(Writing writing, FirewallVerdict verdict, Ruling ruling, boolean located) {

    /** What is thought of it once the attack is taken out. */
    Finding without(FirewallVerdict rest) {
        return new Finding(writing, rest, Ruling.NOTHING, located);
    }

    boolean isAttack() {
        return verdict.blocked();
    }
}
