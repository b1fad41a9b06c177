package io.compuerta.gateway.privacy;

import io.compuerta.policy.privacy.PrivacyAction;
import io.compuerta.policy.signal.pii.PiiType;

/** What a value is, and what is to become of it. */
record Treatment(PiiType type, PrivacyAction action) {

    static Treatment reversible(PiiType type) {
        return new Treatment(type, PrivacyAction.PSEUDONYMIZE);
    }

    /** The stricter of both; this one, where they are equally strict. */
    Treatment or(Treatment other) {
        return other.action.compareTo(action) > 0 ? other : this;
    }

    /** Whether nothing is given back. */
    boolean isIrreversible() {
        return action.isIrreversible();
    }
}
