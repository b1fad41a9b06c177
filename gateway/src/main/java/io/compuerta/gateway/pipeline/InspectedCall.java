package io.compuerta.gateway.pipeline;

import io.compuerta.policy.decide.Placement;
import io.compuerta.policy.signal.firewall.FirewallVerdict;

/**
 * A call that the firewall let pass; the verdict may still flag it for the policy.
 *
 * @param placement where the firewall lets it go
 */
public record InspectedCall(AdmittedCall admitted, FirewallVerdict verdict, Placement placement) {

    /** A call that may go anywhere. */
    public InspectedCall(AdmittedCall admitted, FirewallVerdict verdict) {
        this(admitted, verdict, Placement.ANYWHERE);
    }
}
