package io.compuerta.policy.signal.pii;

/**
 * The longest piece of text that every match of a regular expression must hold, such as {@code EMP-} of
 * {@code \bEMP-\d{6}}: most texts do not have it, and looking for it costs a hundredth of looking for the pattern. Whatever is
 * not plainly required counts as not required: a piece too little costs time, a piece too much would lose a match.
 */
final class RequiredText {

    private final String pattern;
    private String longest = "";
    private final StringBuilder run = new StringBuilder();

    private RequiredText(String pattern) {
        this.pattern = pattern;
    }

    /** @return empty when nothing is known to be required */
    static String of(String pattern) {
        // With alternatives nothing need be there; flags such as (?i) change what a letter means.
        if (pattern.indexOf('|') >= 0 || pattern.contains("(?") || pattern.contains("\\Q")) {
            return "";
        }
        RequiredText required = new RequiredText(pattern);
        for (int at = 0; at < pattern.length(); ) {
            at = required.read(at);
        }
        required.end();
        return required.longest;
    }

    private void end() {
        if (run.length() > longest.length()) {
            longest = run.toString();
        }
        run.setLength(0);
    }

    /** @return where the next part begins */
    private int read(int at) {
        char c = pattern.charAt(at);
        return switch (c) {
            case '[' -> {
                end();
                yield PatternSize.behindClass(pattern, at);
            }
            case '(' -> {
                end();
                yield behindGroup(at);
            }
            case '\\' -> escape(at);
            case '{' -> {
                end();
                int close = pattern.indexOf('}', at);
                yield close < 0 ? pattern.length() : close + 1;
            }
            case '.', '^', '$', ')', '*', '?', '+' -> {
                end();
                yield at + 1;
            }
            default -> literal(c, at + 1);
        };
    }

    /** A character stands for itself, unless what follows makes it optional or counts it. */
    private int literal(char c, int next) {
        char follows = next < pattern.length() ? pattern.charAt(next) : 'x';
        // Half a character is none: what follows would be about the whole.
        if (follows == '*' || follows == '?' || follows == '{' || Character.isSurrogate(c)) {
            end();
        } else {
            run.append(c);
        }
        return next;
    }

    private int escape(int at) {
        char kind = at + 1 < pattern.length() ? pattern.charAt(at + 1) : 'z';
        if (kind < 128 && !Character.isLetterOrDigit(kind)) {
            return literal(kind, at + 2);
        }
        end();
        boolean property = kind == 'p' || kind == 'P';
        if ((property || kind == 'x') && at + 2 < pattern.length() && pattern.charAt(at + 2) == '{') {
            int close = pattern.indexOf('}', at);
            return close < 0 ? pattern.length() : close + 1;
        }
        if (property) {
            return at + 3;
        }
        // \x41 and \101 are spelled with characters that do not stand for themselves.
        return kind == 'x' || Character.isDigit(kind) ? pattern.length() : at + 2;
    }

    private int behindGroup(int at) {
        int depth = 0;
        for (int i = at; i < pattern.length(); ) {
            switch (pattern.charAt(i)) {
                case '\\' -> i += 2;
                case '[' -> i = PatternSize.behindClass(pattern, i);
                case '(' -> {
                    depth++;
                    i++;
                }
                case ')' -> {
                    i++;
                    if (--depth == 0) {
                        return i;
                    }
                }
                default -> i++;
            }
        }
        return pattern.length();
    }
}
