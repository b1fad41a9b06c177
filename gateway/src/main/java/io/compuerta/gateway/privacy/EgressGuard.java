package io.compuerta.gateway.privacy;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.policy.decide.Placement;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.Set;
import java.util.function.Consumer;

/** The last look at the very bytes that are about to leave: an original among them means that nothing is sent. */
public final class EgressGuard {

    private final Consumer<Set<PiiType>> leaks;

    /** @param leaks told the types each time a call is stopped */
    public EgressGuard(Consumer<Set<PiiType>> leaks) {
        this.leaks = leaks;
    }

    /**
     * @return the body, when it may leave
     * @throws GatewayError.ProtectionFailed when it holds a value that the call's vault replaced elsewhere, or belongs to
     *                                       a call that must stay inside
     */
    public byte[] checked(AnonymizedCall call, byte[] body) {
        if (call.placement() == Placement.LOCAL) {
            // No decision sends such a call here; should one ever do so, it ends here.
            leaks.accept(call.pii());
            throw new GatewayError.ProtectionFailed("egress");
        }
        if (call.vault().isEmpty()) {
            return body;
        }
        Set<PiiType> found = call.vault().leaks(body);
        if (!found.isEmpty()) {
            leaks.accept(found);
            throw new GatewayError.ProtectionFailed("egress");
        }
        return body;
    }
}
