package io.compuerta.gateway.firewall;

import java.util.Arrays;
import java.util.List;

/**
 * Phrases of an operator's own that must not count: a template's footer, a form's instructions. They are blanked out before
 * a text is judged, at the same length, so that positions stay what they were. Immutable and thread-safe.
 */
final class OwnPhrases {

    /** A shorter phrase would blank out parts of anything. */
    static final int SHORTEST = 12;

    static final int LONGEST = 1_000;
    static final int MOST = 200;

    static final OwnPhrases NONE = new OwnPhrases(List.of());

    private final List<String> phrases;

    OwnPhrases(List<String> phrases) {
        this.phrases = List.copyOf(phrases);
    }

    /** The text with spaces for each phrase that stands there to the letter, whole words only. */
    String blanked(String text) {
        char[] blanked = null;
        for (String phrase : phrases) {
            int at = text.indexOf(phrase);
            while (at >= 0) {
                int end = at + phrase.length();
                if (isEdge(text, at) && isEdge(text, end)) {
                    blanked = blanked == null ? text.toCharArray() : blanked;
                    Arrays.fill(blanked, at, end, ' ');
                }
                at = text.indexOf(phrase, end);
            }
        }
        return blanked == null ? text : new String(blanked);
    }

    private static boolean isEdge(String text, int at) {
        return at == 0
                || at == text.length()
                || !Character.isLetterOrDigit(text.charAt(at - 1))
                || !Character.isLetterOrDigit(text.charAt(at));
    }
}
