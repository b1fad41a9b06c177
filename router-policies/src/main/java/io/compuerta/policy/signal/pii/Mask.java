package io.compuerta.policy.signal.pii;

/**
 * The shape of an identifier, matched at one position in time bounded by the length of the shape. In the pattern
 * {@code 9} is a digit, {@code A} an ASCII letter, {@code U} a capital, {@code X} either, {@code ~} at most one separator (space, dot, dash,
 * slash) and anything else itself. A regular expression would do as much, but the linear-time engine is an order of
 * magnitude slower and the fast one can be driven super-linear.
 */
final class Mask {
    private final String pattern;

    private Mask(String pattern) {
        this.pattern = pattern;
    }

    static Mask of(String pattern) {
        return new Mask(pattern);
    }

    boolean startsWithLetter() {
        char first = pattern.charAt(0);
        return first != '9' && first != '+';
    }

    /**
     * Whether the shape can match where a run of exactly so many digits (or letters) stands. True when in doubt.
     *
     * @param digits whether the run is of digits; else it is of letters, combining marks among them
     */
    boolean fitsRun(int run, boolean digits) {
        int consumed = 0;
        for (int p = 0; p < pattern.length(); p++) {
            char wanted = pattern.charAt(p);
            boolean sameClass = digits ? wanted == '9' : wanted == 'A' || wanted == 'U';
            boolean otherClass = digits ? wanted == 'A' || wanted == 'U' : wanted == '9';
            if (consumed == run) {
                // What stands behind the run is of another class, and nothing more is known of it.
                return !sameClass;
            }
            if (otherClass) {
                return false;
            }
            if (sameClass || wanted == 'X') {
                consumed++;
            } else if (wanted != '~') {
                // A literal, which may be of either class.
                return true;
            }
        }
        return consumed == run || !digits;
    }

    /** The index after the match, or -1. The match neither starts nor ends inside a longer number or word. */
    int match(String text, int start) {
        int at = start;
        int length = text.length();
        for (int p = 0; p < pattern.length(); p++) {
            char wanted = pattern.charAt(p);
            if (wanted == '~') {
                if (at < length && isSeparator(text.charAt(at))) {
                    at++;
                }
                continue;
            }
            if (at >= length || !accepts(wanted, text.charAt(at))) {
                return -1;
            }
            at++;
        }
        return endsCleanly(text, at) && startsCleanly(text, start) ? at : -1;
    }

    private static boolean accepts(char wanted, char c) {
        return switch (wanted) {
            case '9' -> Folding.isDigit(c);
            case 'A' -> Folding.isAsciiLetter(c);
            case 'U' -> c >= 'A' && c <= 'Z';
            case 'X' -> Folding.isAlphanumeric(c);
            default -> wanted == c;
        };
    }

    static boolean isSeparator(char c) {
        return c == ' ' || c == '.' || c == '-' || c == '/' || c == '\u00a0' || c == '\u2013' || c == '\u2011';
    }

    /** No digit is lost before it, as in the middle of "1.234.567". */
    static boolean startsCleanly(String text, int start) {
        if (start == 0) {
            return true;
        }
        char before = text.charAt(start - 1);
        if (Character.isLetterOrDigit(before) || before == '+') {
            return false;
        }
        return !(joins(before) && start > 1 && Folding.isDigit(text.charAt(start - 2)));
    }

    static boolean endsCleanly(String text, int end) {
        if (end >= text.length()) {
            return true;
        }
        char after = text.charAt(end);
        if (Character.isLetterOrDigit(after)) {
            return false;
        }
        return !(joins(after) && end + 1 < text.length() && Folding.isDigit(text.charAt(end + 1)));
    }

    private static boolean joins(char c) {
        return c == '.' || c == '-' || c == '/' || c == ',' || c == ':' || c == '_';
    }
}
