package io.compuerta.gateway.privacy;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.Set;
import java.util.function.Consumer;

/** The last look at the very bytes that are about to leave: with an original among them, nothing is sent. */
public final class EgressGuard {

    private final Consumer<Set<PiiType>> leaks;

    /** @param leaks told the types each time some are found, which stops the call */
    public EgressGuard(Consumer<Set<PiiType>> leaks) {
        this.leaks = leaks;
    }

    /** The types of those values that the call's vault replaced and that the body holds all the same; counted when there are any. */
    public Set<PiiType> leaks(AnonymizedCall call, byte[] body) {
        if (call.vault().isEmpty()) {
            return Set.of();
        }
        Set<PiiType> found = call.vault().leaks(body);
        if (!found.isEmpty()) {
            leaks.accept(found);
        }
        return found;
    }
}
