package io.compuerta.gateway.firewall;

import io.compuerta.policy.signal.firewall.AttackKind;
import java.util.Map;
import java.util.Optional;

/**
 * Actions by kind of attack.
 *
 * @param byKind    may say nothing of some kinds
 * @param otherwise for the others, and for attacks of no known kind; empty when this table leaves them to the next
 */
record ActionTable(Map<AttackKind, Action> byKind, Optional<Action> otherwise) {

    static final ActionTable SILENT = new ActionTable(Map.of(), Optional.empty());

    ActionTable {
        byKind = Map.copyOf(byKind);
    }

    Optional<Action> of(Optional<AttackKind> kind) {
        return kind.map(byKind::get).or(() -> otherwise);
    }
}
