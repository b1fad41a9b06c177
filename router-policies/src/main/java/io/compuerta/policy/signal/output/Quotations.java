package io.compuerta.policy.signal.output;

import java.util.BitSet;

/** What stands between quotation marks within a line: in a system prompt, what the model is told to say. */
final class Quotations {

    /** A longer quotation is no sentence to be said, but perhaps the whole prompt. */
    private static final int LONGEST = 300;

    private Quotations() {}

    /** The places inside. Single quotes are apostrophes as often as not and do not count; in JSON all text is quoted. */
    static BitSet of(String text) {
        BitSet inside = new BitSet();
        String begin = text.stripLeading();
        if (begin.startsWith("{") || begin.startsWith("[")) {
            return inside;
        }
        int open = -1;
        char closing = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                open = -1;
            } else if (open < 0) {
                closing = closing(c);
                open = closing == 0 ? -1 : i;
            } else if (c == closing) {
                if (i - open <= LONGEST) {
                    inside.set(open + 1, i);
                }
                open = -1;
            }
        }
        return inside;
    }

    private static char closing(char c) {
        return switch (c) {
            case '"' -> '"';
            case '\u201c' -> '\u201d';
            case '\u201e' -> '\u201c';
            case '«' -> '»';
            default -> 0;
        };
    }
}
