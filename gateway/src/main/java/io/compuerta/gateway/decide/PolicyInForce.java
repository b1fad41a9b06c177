package io.compuerta.gateway.decide;

import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.share.ShareSteering;
import java.util.Optional;

/**
 * Everything that decides, exchanged as one: a request that has taken it is decided by it to the end.
 *
 * @param compiled the file as written, and what decides
 * @param steering what has been learned of the traffic for the policy's share
 */
public record PolicyInForce(CompiledPolicy compiled, ShareSteering steering) {

    /** @param former whose learning goes on where the goal is the same */
    static PolicyInForce of(CompiledPolicy compiled, Optional<PolicyInForce> former) {
        ShareSteering steering = former.filter(before -> before.compiled
                        .document()
                        .share()
                        .equals(compiled.document().share()))
                .map(PolicyInForce::steering)
                .orElseGet(() -> new ShareSteering(
                        compiled.document().share(),
                        compiled.document().version().hashCode()));
        return new PolicyInForce(compiled, steering);
    }

    public PolicySet policies() {
        return compiled.policies();
    }

    /** Names the policy's content. */
    public String version() {
        return compiled.policies().version();
    }
}
