package io.compuerta.gateway.pipeline;

import io.compuerta.gateway.privacy.Vault;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.Placement;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.Set;

/**
 * A call whose personal data has been replaced by placeholders. Only the privacy stage makes one, and a provider outside
 * takes nothing else, so text that was not anonymized cannot be sent out by any refactoring.
 *
 * @param inspected the call before; its original text may go to the local engine, never outside
 * @param outgoing  the request as it may leave
 * @param vault     what each placeholder stands for, for this call only
 * @param pii       the types that were found
 * @param placement where privacy and firewall together let it go
 */
public record AnonymizedCall(
        InspectedCall inspected, ChatRequest outgoing, Vault vault, Set<PiiType> pii, Placement placement) {

    public AnonymizedCall {
        pii = Set.copyOf(pii);
        placement = placement.and(inspected.placement());
    }

    /** A call whose personal data may leave once it is replaced. */
    public AnonymizedCall(InspectedCall inspected, ChatRequest outgoing, Vault vault, Set<PiiType> pii) {
        this(inspected, outgoing, vault, pii, Placement.ANYWHERE);
    }

    public ChatCall call() {
        return inspected.admitted().call();
    }

    /** The request as the caller wrote it. It stays on this machine. */
    public ChatRequest original() {
        return call().request();
    }

    public Caller caller() {
        return inspected.admitted().caller();
    }

    /** Types and sizes only. */
    @Override
    public String toString() {
        return "AnonymizedCall[" + call().requestId() + ", " + pii + "]";
    }
}
