package io.compuerta.gateway.firewall;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What becomes of a text that the firewall takes for an attack. The strictest comes last. */
public enum Action {
    /** It passes, and its score stays what policies see as {@code firewall}. */
    FLAG,
    /** Only a premium model may answer. */
    ROUTE_PREMIUM,
    /** Only the local model may answer: what {@code targets} come to when premium is closed. */
    ROUTE_LOCAL,
    /** The offending stretch is taken out of a tool's result or a document. */
    STRIP,
    /** The request is refused. */
    BLOCK;

    /** Actions that a file may name; {@link #ROUTE_LOCAL} follows from its targets. */
    static final List<String> WORDS = Arrays.stream(values())
            .filter(action -> action != ROUTE_LOCAL)
            .map(Action::word)
            .toList()
            .reversed();

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Action> of(String word) {
        return Arrays.stream(values())
                .filter(action -> action != ROUTE_LOCAL && action.word().equals(word))
                .findFirst();
    }
}
