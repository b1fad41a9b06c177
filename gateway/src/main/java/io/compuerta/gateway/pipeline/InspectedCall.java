package io.compuerta.gateway.pipeline;

import io.compuerta.policy.decide.Placement;
import io.compuerta.policy.signal.firewall.FirewallVerdict;

/**
 * A call that the firewall let pass; the verdict may still flag it for the policy.
 *
 * @param admitted  its request is what everybody after this stage sees: without what the firewall took out
 * @param placement where the firewall lets it go
 * @param bound     whether the placement gives way to nobody: the other side is closed to this prompt, so a call that
 *                  privacy wants there goes nowhere
 */
public record InspectedCall(AdmittedCall admitted, FirewallVerdict verdict, Placement placement, boolean bound) {

    /** A call that may go anywhere. */
    public InspectedCall(AdmittedCall admitted, FirewallVerdict verdict) {
        this(admitted, verdict, Placement.ANYWHERE, false);
    }

    /** A call whose placement gives way to privacy's. */
    public InspectedCall(AdmittedCall admitted, FirewallVerdict verdict, Placement placement) {
        this(admitted, verdict, placement, false);
    }
}
