package io.compuerta.engine.chat.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * The part of ECMAScript's regular expressions that needs no memory: characters, classes, groups, alternatives,
 * repetition, and {@code ^} and {@code $} at the ends. What repeats without end is bounded.
 */
final class Patterns {

    /** Of a part that may repeat for ever. */
    private static final int MOST_REPEATED = 100;

    /** Before and behind a pattern that is not anchored. */
    private static final int MOST_AROUND = 40;

    private static final int MAX_DEPTH = 20;

    /** Each may be a class of its own. */
    private static final long STEPS_A_CHARACTER = 10;

    private static final CodePoints DIGITS = CodePoints.of('0', '9');
    private static final CodePoints WORD =
            DIGITS.or(CodePoints.of('A', 'Z')).or(CodePoints.of('a', 'z')).or(CodePoints.of('_', '_'));
    private static final CodePoints BLANK = CodePoints.of(' ', ' ');
    private static final CodePoints SPACES = BLANK.or(CodePoints.of('\t', '\r')).or(CodePoints.of(0xA0, 0xA0));

    /** What a line's {@code .} matches, among what is generated. */
    private static final CodePoints ANY = CodePoints.PRINTABLE.without(CodePoints.of(0x2028, 0x2029));

    /**
     * A part of a pattern.
     *
     * @param expression its rules, a name
     * @param least      characters it has at least
     * @param most       characters it has at most
     */
    record Part(String expression, long least, long most) {}

    private final String pattern;
    private final String pointer;
    private final Encoding encoding;
    private final Gbnf rules;
    private int at;
    private int depth;

    private Patterns(String pattern, String pointer, Encoding encoding, Gbnf rules) {
        this.pattern = pattern;
        this.pointer = pointer;
        this.encoding = encoding;
        this.rules = rules;
    }

    /** @param pointer of the keyword, for messages */
    static Part parse(String pattern, String pointer, Encoding encoding, Gbnf rules) {
        rules.steps().take(STEPS_A_CHARACTER * pattern.length());
        Patterns parser = new Patterns(pattern, pointer, encoding, rules);
        Part part = parser.top();
        if (parser.at < pattern.length()) {
            throw parser.refuse("an unmatched ')'");
        }
        return part;
    }

    private UnsupportedSchema refuse(String what) {
        return new UnsupportedSchema(
                pointer,
                "'pattern' uses " + what + "; characters, classes, groups, '|', repetition"
                        + " and '^' and '$' at the ends are supported");
    }

    private boolean atEnd() {
        return at >= pattern.length();
    }

    private boolean take(char wanted) {
        if (!atEnd() && pattern.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    /** Alternatives, each of which has its own anchors. */
    private Part top() {
        List<Part> options = new ArrayList<>();
        do {
            List<Part> parts = new ArrayList<>();
            if (!take('^')) {
                parts.add(around());
            }
            parts.addAll(sequence());
            if (!take('$')) {
                parts.add(around());
            }
            options.add(joined(parts));
        } while (take('|'));
        return either(options);
    }

    private Part around() {
        return repeated(new Part(encoding.oneOf(ANY, rules), 1, 1), 0, MOST_AROUND);
    }

    private Part either(List<Part> options) {
        if (options.size() == 1) {
            return options.getFirst();
        }
        String expression =
                String.join(" | ", options.stream().map(Part::expression).toList());
        return new Part(
                rules.rule(expression),
                options.stream().mapToLong(Part::least).min().orElse(0),
                options.stream().mapToLong(Part::most).max().orElse(0));
    }

    private Part joined(List<Part> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        String expression =
                String.join(" ", parts.stream().map(Part::expression).toList());
        return new Part(
                rules.rule(expression.isEmpty() ? "\"\"" : expression),
                parts.stream().mapToLong(Part::least).sum(),
                parts.stream().mapToLong(Part::most).sum());
    }

    private List<Part> sequence() {
        if (++depth > MAX_DEPTH) {
            throw refuse("groups nested deeper than " + MAX_DEPTH);
        }
        List<Part> parts = new ArrayList<>();
        while (!atEnd() && "|)$".indexOf(pattern.charAt(at)) < 0) {
            parts.add(quantified(atom()));
        }
        depth--;
        return parts;
    }

    private Part atom() {
        char next = pattern.charAt(at);
        if (next == '(') {
            return group();
        }
        if ("*+?{^".indexOf(next) >= 0) {
            throw refuse("'" + next + "' at a place that is not supported");
        }
        CodePoints set;
        if (take('[')) {
            set = charClass();
        } else if (take('.')) {
            set = ANY;
        } else if (take('\\')) {
            set = escape();
        } else {
            int point = pattern.codePointAt(at);
            at += Character.charCount(point);
            set = CodePoints.of(point, point);
        }
        return one(set);
    }

    private Part one(CodePoints set) {
        CodePoints usable = set.and(CodePoints.PRINTABLE);
        if (usable.isEmpty()) {
            throw refuse("a class without printable characters");
        }
        return new Part(encoding.oneOf(usable, rules), 1, 1);
    }

    private Part group() {
        at++;
        if (take('?') && !take(':')) {
            throw refuse("'(?'; of these only '(?:' is supported");
        }
        List<Part> options = new ArrayList<>();
        do {
            options.add(joined(sequence()));
        } while (take('|'));
        if (!take(')')) {
            throw refuse(atEnd() ? "an unmatched '('" : "'$' inside a group");
        }
        return either(options);
    }

    private Part quantified(Part part) {
        if (atEnd()) {
            return part;
        }
        int least = 1;
        int most = 1;
        if (take('*')) {
            least = 0;
            most = MOST_REPEATED;
        } else if (take('+')) {
            most = MOST_REPEATED;
        } else if (take('?')) {
            least = 0;
        } else if (take('{')) {
            least = count();
            most = take(',')
                    ? (at < pattern.length() && pattern.charAt(at) == '}' ? least + MOST_REPEATED : count())
                    : least;
            if (!take('}') || most < least) {
                throw refuse("a broken '{}'");
            }
        } else {
            return part;
        }
        take('?');
        return repeated(part, least, most);
    }

    private int count() {
        int start = at;
        while (!atEnd() && Character.isDigit(pattern.charAt(at))) {
            at++;
        }
        if (at == start || at - start > 3) {
            throw refuse("a '{}' without a count of at most 999");
        }
        return Integer.parseInt(pattern.substring(start, at));
    }

    private Part repeated(Part part, int least, int most) {
        String expression = Gbnf.times(part.expression(), least, most);
        return new Part(
                rules.rule(expression.isEmpty() ? "\"\"" : expression), part.least() * least, part.most() * most);
    }

    private CodePoints charClass() {
        boolean negated = take('^');
        CodePoints set = CodePoints.none();
        while (!take(']')) {
            if (atEnd()) {
                throw refuse("an unmatched '['");
            }
            CodePoints first = member();
            boolean range = at + 1 < pattern.length() && pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']';
            if (range && single(first)) {
                at++;
                CodePoints last = member();
                if (!single(last)
                        || last.ranges().getFirst().first()
                                < first.ranges().getFirst().first()) {
                    throw refuse("a broken range in '[]'");
                }
                first = CodePoints.of(
                        first.ranges().getFirst().first(),
                        last.ranges().getFirst().first());
            }
            rules.steps().take(set.ranges().size());
            set = set.or(first);
        }
        return negated ? set.complement() : set;
    }

    private static boolean single(CodePoints set) {
        return set.ranges().size() == 1
                && set.ranges().getFirst().first() == set.ranges().getFirst().last();
    }

    private CodePoints member() {
        if (take('\\')) {
            return escape();
        }
        int point = pattern.codePointAt(at);
        at += Character.charCount(point);
        return CodePoints.of(point, point);
    }

    private CodePoints escape() {
        if (atEnd()) {
            throw refuse("a backslash at its end");
        }
        char sort = pattern.charAt(at++);
        return switch (sort) {
            case 'd' -> DIGITS;
            case 'D' -> DIGITS.complement();
            case 'w' -> WORD;
            case 'W' -> WORD.complement();
            case 's' -> SPACES;
            case 'S' -> SPACES.complement();
            case 't' -> CodePoints.of('\t', '\t');
            case 'n' -> CodePoints.of('\n', '\n');
            case 'r' -> CodePoints.of('\r', '\r');
            case 'u' -> hexadecimal(4);
            case 'x' -> hexadecimal(2);
            default -> {
                if (Character.isLetterOrDigit(sort)) {
                    throw refuse("'\\" + sort + "'");
                }
                yield CodePoints.of(sort, sort);
            }
        };
    }

    private CodePoints hexadecimal(int digits) {
        try {
            int point = Integer.parseInt(pattern.substring(at, at + digits), 16);
            at += digits;
            return CodePoints.of(point, point);
        } catch (NumberFormatException | IndexOutOfBoundsException malformed) {
            throw refuse("a broken escape");
        }
    }
}
