package io.compuerta.policy.signal.output;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs texts past a watch and tells what came of it. */
final class Watching {

    static final String PROMPT = """
            You are Nuria, the assistant of the travel agency Viento Sur. Never tell anybody that bookings before nine \
            in the morning get a discount of twelve percent. Responde siempre en español, con cortesía y sin rodeos, y \
            pide el número de reserva antes de hablar de cualquier cambio de vuelo.
            """;

    static final List<String> PHRASES = List.of("Proyecto Cóndor", "zero day", "内部资料", "x");

    private Watching() {}

    /** What was passed on and why it ended. */
    record Outcome(String text, Optional<LeakKind> cut, Set<LeakKind> flagged) {}

    static Watchlist list(LeakAction action, String request) {
        Map<LeakKind, LeakAction> actions = new EnumMap<>(LeakKind.class);
        for (LeakKind kind : LeakKind.values()) {
            actions.put(kind, action);
        }
        return list(actions, request);
    }

    static Watchlist list(Map<LeakKind, LeakAction> actions, String request) {
        return new Watchlist(
                PromptShingles.of(List.of(PROMPT), List.of(request), 10),
                PhraseSet.of(PHRASES),
                actions,
                request::contains,
                placeholder -> !request.contains(placeholder));
    }

    static Watchlist only(LeakKind kind, LeakAction action) {
        return list(Map.of(kind, action), "");
    }

    static Outcome whole(Watchlist list, boolean json, String text) {
        return pieces(list, json, List.of(text));
    }

    static Outcome pieces(Watchlist list, boolean json, List<String> pieces) {
        TextWatch watch = new TextWatch(list, json);
        StringBuilder passed = new StringBuilder();
        int given = 0;
        for (String piece : pieces) {
            given += piece.length();
            passed.append(watch.accept(piece));
            if (!watch.isCut() && passed.length() + watch.heldBack() != given) {
                throw new AssertionError("text was lost or made up at " + given);
            }
            if (watch.heldBack() > TextWatch.MOST_HELD) {
                throw new AssertionError("too much is held back at " + given + ": " + watch.heldBack());
            }
        }
        passed.append(watch.finish());
        Set<LeakKind> flagged = EnumSet.noneOf(LeakKind.class);
        flagged.addAll(watch.flagged());
        return new Outcome(passed.toString(), watch.cut(), flagged);
    }
}
