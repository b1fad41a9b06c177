package io.compuerta.gateway.firewall;

import io.compuerta.gateway.privacy.Piece;
import io.compuerta.gateway.privacy.Syntax;
import io.compuerta.policy.signal.firewall.FirewallExplanation.Window;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.firewall.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Takes the offending stretches out of a tool's result or a document and leaves a notice. What it gives back passes the
 * same judge, or is the notice alone: where the attack cannot be located, the whole text goes. Pure and thread-safe.
 */
final class Stripper {

    static final String NOTICE = "(Text removed by the gateway.)";

    private static final String JSON_NOTICE = "{\"notice\":\"" + NOTICE + "\"}";

    /** Each round is a few passes over the text. An attack that needs more of them is taken out with all around it. */
    private static final int ROUNDS = 4;

    /** A text of more hostile windows is not worth a look at each. */
    private static final int LOOKED_AT_ALONE = 200;

    /** Exact numbers, so that what is not touched stays what it was. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Judge judge;
    private final Origin origin;

    Stripper(Judge judge, Origin origin) {
        this.judge = judge;
        this.origin = origin;
    }

    /** What stands in the place of a text of which nothing may stay. */
    static String nothingOf(Piece piece) {
        return piece.syntax() == Syntax.JSON ? JSON_NOTICE : NOTICE;
    }

    /** The pieces of one writing without what offends; the same number of them. */
    List<String> strip(List<Piece> pieces) {
        if (pieces.size() == 1) {
            return List.of(strip(pieces.getFirst()));
        }
        List<String> stripped = new ArrayList<>();
        for (Piece piece : pieces) {
            stripped.add(offends(piece.text()) ? strip(piece) : piece.text());
        }
        if (offends(String.join("\n", stripped))) {
            // It stands across the pieces.
            return pieces.stream().map(Stripper::nothingOf).toList();
        }
        return stripped;
    }

    private String strip(Piece piece) {
        if (piece.syntax() == Syntax.PLAIN) {
            return plain(piece.text());
        }
        try {
            JsonNode tree = JSON.readTree(piece.text());
            if (tree.isContainer()) {
                String stripped = JSON.writeValueAsString(values(tree));
                return offends(stripped) ? JSON_NOTICE : stripped;
            }
        } catch (JacksonException e) {
            // It only looked like JSON.
        }
        return plain(piece.text());
    }

    /** The same tree with its texts stripped; it is nobody else's. */
    private JsonNode values(JsonNode node) {
        switch (node) {
            case ObjectNode object ->
                List.copyOf(object.propertyNames()).forEach(key -> object.set(key, values(object.path(key))));
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, values(array.path(i)));
                }
            }
            case StringNode text -> {
                return offends(text.stringValue()) ? StringNode.valueOf(plain(text.stringValue())) : text;
            }
            default -> {}
        }
        return node;
    }

    private String plain(String text) {
        String rest = text;
        for (int round = 0; round < ROUNDS; round++) {
            String blanked = judge.blanked(rest);
            FirewallVerdict verdict = judge.inspect(blanked, origin);
            boolean own = !judge.own(blanked).isEmpty();
            if (!verdict.blocked() && !own) {
                return rest;
            }
            List<Window> offending = offending(blanked, verdict, own);
            if (offending.isEmpty()) {
                return NOTICE;
            }
            rest = without(rest, offending);
        }
        return offends(rest) ? NOTICE : rest;
    }

    /**
     * The gravest window, and others that would be blocked if they stood alone; in the order of the text. Being grave in
     * its company is not enough: an attack makes its neighbours look worse.
     */
    private List<Window> offending(String text, FirewallVerdict verdict, boolean own) {
        List<Window> windows = judge.detector().windows(text, origin);
        double least = judge.threshold();
        boolean few = windows.stream().filter(window -> window.score() >= least).count() <= LOOKED_AT_ALONE;
        List<Window> offending = new ArrayList<>();
        for (Window window : windows) {
            String stretch = text.substring(window.start(), window.end());
            boolean gravest = verdict.blocked() && window.equals(windows.getFirst());
            boolean grave = verdict.blocked()
                    && window.score() >= least
                    && (!few || judge.inspect(stretch, origin).blocked());
            if (gravest || grave || own && !judge.own(stretch).isEmpty()) {
                offending.add(window);
            }
        }
        offending.sort(Comparator.comparingInt(Window::start));
        return offending;
    }

    /** One notice for neighbours; the blanks around a stretch stay. */
    private static String without(String text, List<Window> windows) {
        StringBuilder rest = new StringBuilder(text.length());
        int copied = 0;
        boolean noticed = false;
        for (Window window : windows) {
            int from = Math.max(copied, window.start());
            int end = window.end();
            while (end > from && Character.isWhitespace(text.charAt(end - 1))) {
                end--;
            }
            if (end <= from) {
                continue;
            }
            boolean neighbour = noticed && text.substring(copied, from).isBlank();
            if (!neighbour) {
                rest.append(text, copied, from).append(NOTICE);
            }
            noticed = true;
            copied = end;
        }
        return rest.append(text, copied, text.length()).toString();
    }

    private boolean offends(String text) {
        return judge.offends(judge.blanked(text), origin);
    }
}
