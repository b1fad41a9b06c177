package io.compuerta.policy.privacy;

import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.Objects;

/**
 * A finding and what is to become of it.
 *
 * @param action never {@link PrivacyAction#ALLOW}: what is allowed is no finding
 */
public record RuledFinding(PiiFinding finding, PrivacyAction action) {

    public RuledFinding {
        Objects.requireNonNull(finding, "finding");
        if (action == PrivacyAction.ALLOW) {
            throw new IllegalArgumentException("what is allowed is no finding");
        }
    }

    public int start() {
        return finding.start();
    }

    public int end() {
        return finding.end();
    }

    public PiiType type() {
        return finding.type();
    }
}
