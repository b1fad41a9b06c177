package io.compuerta.gateway.firewall;

import io.compuerta.policy.signal.firewall.AttackKind;
import java.util.Optional;

/**
 * What a remote guard says of a text.
 *
 * @param score 0 to 1; 1 or 0 where the guard gives no number
 * @param kind  empty when it names none that is known here
 */
record GuardAnswer(boolean unsafe, double score, Optional<AttackKind> kind) {

    static final GuardAnswer SAFE = new GuardAnswer(false, 0, Optional.empty());

    GuardAnswer {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a guard's score must lie in 0..1, not " + score);
        }
    }
}
