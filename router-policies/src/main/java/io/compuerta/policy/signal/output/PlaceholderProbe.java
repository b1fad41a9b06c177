package io.compuerta.policy.signal.output;

import java.util.function.Predicate;

/** Finds placeholders in their exact form, {@code [PERSON_k7x3q9]}, that stand for nothing in this call. */
final class PlaceholderProbe extends CharProbe {

    private static final int LONGEST = 48;
    private static final int ID = 6;

    private final Predicate<String> foreign;
    private final StringBuilder inside = new StringBuilder(LONGEST);
    private int start = NOWHERE;

    PlaceholderProbe(Predicate<String> foreign) {
        this.foreign = foreign;
    }

    @Override
    void next(char c, int at) {
        if (c == '[') {
            start = at;
            inside.setLength(0);
        } else if (start != NOWHERE) {
            if (c == ']') {
                if (hasForm(inside) && foreign.test("[" + inside + "]")) {
                    leak(start);
                }
                start = NOWHERE;
            } else if (mayStandInside(c) && inside.length() < LONGEST) {
                inside.append(c);
            } else {
                start = NOWHERE;
            }
        }
    }

    private boolean mayStandInside(char c) {
        return isUpper(c) || !inside.isEmpty() && (c == '_' || isIdChar(c));
    }

    /** A type in capitals, an underscore and an id of six, perhaps with the number of a spelling. */
    private static boolean hasForm(CharSequence text) {
        int at = 0;
        while (at < text.length() && (isUpper(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        int end = at;
        while (end < text.length() && isIdChar(text.charAt(end))) {
            end++;
        }
        boolean id = end - at == ID && at > 1 && text.charAt(at - 1) == '_';
        return id && (end == text.length() || text.charAt(end) == '_');
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isIdChar(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    @Override
    void end(int at) {
        start = NOWHERE;
    }

    @Override
    int hold() {
        return start;
    }
}
