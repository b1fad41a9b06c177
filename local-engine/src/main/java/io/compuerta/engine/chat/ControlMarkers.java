package io.compuerta.engine.chat;

import io.compuerta.engine.model.GgufHeader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps apart what a template's author wrote and what users wrote. Each control token of the vocabulary that the
 * template names is replaced, in the template only, by one character that no user text can hold; after rendering, these
 * characters and nothing else become {@link PromptPiece.Control}. So a user cannot write a control token, whatever the
 * template does with the text. Immutable.
 */
final class ControlMarkers {

    /** Private-use characters, which mean nothing to anybody else. */
    private static final int FIRST = 0x10F000;

    private static final int MOST = 0xF00;
    private static final long CONTROL_TOKEN = 3;

    private final List<String> markers;

    private ControlMarkers(List<String> markers) {
        this.markers = markers;
    }

    /** Those of a model's control tokens that occur in any of the templates. */
    static ControlMarkers of(GgufHeader header, List<String> templates) {
        List<Object> tokens = header.elements("tokenizer.ggml.tokens");
        List<Object> types = header.elements("tokenizer.ggml.token_type");
        Set<String> named = new LinkedHashSet<>();
        for (int id = 0; id < Math.min(tokens.size(), types.size()); id++) {
            if (types.get(id) instanceof Long type && type == CONTROL_TOKEN && tokens.get(id) instanceof String token) {
                named.add(token);
            }
        }
        return of(named, templates);
    }

    static ControlMarkers of(Set<String> controlTokens, List<String> templates) {
        Set<String> used = new HashSet<>();
        for (String token : controlTokens) {
            if (!token.isEmpty() && templates.stream().anyMatch(template -> template.contains(token))) {
                used.add(token);
            }
        }
        List<String> longestFirst = new ArrayList<>(used);
        longestFirst.sort(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        return new ControlMarkers(List.copyOf(longestFirst.subList(0, Math.min(MOST, longestFirst.size()))));
    }

    boolean contains(String marker) {
        return markers.contains(marker);
    }

    /** A text of the template, its markers replaced. */
    String mark(String literal) {
        String marked = clean(literal);
        for (int i = 0; i < markers.size(); i++) {
            marked = marked.replace(markers.get(i), Character.toString(FIRST + i));
        }
        return marked;
    }

    /** A text of users, without the characters that stand for markers. */
    String clean(String text) {
        boolean suspicious = text.codePoints().anyMatch(ControlMarkers::isReserved);
        if (!suspicious) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        text.codePoints().filter(point -> !isReserved(point)).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static boolean isReserved(int point) {
        return point >= FIRST && point < FIRST + MOST;
    }

    /** A rendered prompt in its pieces. */
    List<PromptPiece> split(String rendered) {
        List<PromptPiece> pieces = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < rendered.length(); ) {
            int point = rendered.codePointAt(at);
            int next = at + Character.charCount(point);
            if (isReserved(point) && point - FIRST < markers.size()) {
                if (at > start) {
                    pieces.add(new PromptPiece.Plain(rendered.substring(start, at)));
                }
                pieces.add(new PromptPiece.Control(markers.get(point - FIRST)));
                start = next;
            }
            at = next;
        }
        if (start < rendered.length()) {
            pieces.add(new PromptPiece.Plain(rendered.substring(start)));
        }
        return pieces;
    }
}
