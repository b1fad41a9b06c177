package io.compuerta.gateway.dispatch.premium;

import java.util.HashMap;
import java.util.Map;

/**
 * Some providers cut between the two halves of a character outside the basic plane, such as an emoji. A half cannot be
 * written as UTF-8, so it waits for the other one; a half that meets another letter instead becomes U+FFFD. Not
 * thread-safe: one a stream.
 */
public final class WholeCharacters {

    private static final char REPLACEMENT = '\uFFFD';

    private final Map<String, Character> waiting = new HashMap<>();

    /** @param slot names the text that the piece continues */
    public String next(String slot, String piece) {
        if (piece.isEmpty()) {
            return piece;
        }
        Character first = waiting.remove(slot);
        String text = first == null ? piece : first + piece;
        char last = text.charAt(text.length() - 1);
        if (Character.isHighSurrogate(last)) {
            waiting.put(slot, last);
            text = text.substring(0, text.length() - 1);
        }
        return repaired(text);
    }

    /** The text with every unpaired half replaced; nearly always the text itself. */
    public static String repaired(String text) {
        boolean whole = text.codePoints().noneMatch(WholeCharacters::isHalf);
        return whole
                ? text
                : text.codePoints()
                        .map(c -> isHalf(c) ? REPLACEMENT : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
