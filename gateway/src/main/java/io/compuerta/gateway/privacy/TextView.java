package io.compuerta.gateway.privacy;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A text as a reader understands it, with the way back to where each character stands in the source. A detector reads
 * the view, so that a name which a JSON source spells with escapes is found as the name it is, next to its key.
 */
final class TextView {

    private static final byte OUTSIDE = 0;
    private static final byte STRING = 1;
    private static final byte NUMBER = 2;

    private final String text;
    /** Where each character of the view begins in the source, and the source's length; null if they are the same. */
    private final int @Nullable [] origin;
    /** What each character belongs to; null if everything is one stretch of text. */
    private final byte @Nullable [] kinds;

    private TextView(String text, int @Nullable [] origin, byte @Nullable [] kinds) {
        this.text = text;
        this.origin = origin;
        this.kinds = kinds;
    }

    static TextView of(Piece piece) {
        return switch (piece.syntax()) {
            case PLAIN -> new TextView(piece.text(), null, null);
            case JSON -> json(piece.text());
        };
    }

    private static TextView json(String source) {
        StringBuilder view = new StringBuilder(source.length());
        int[] origin = new int[source.length() + 1];
        byte[] kinds = new byte[source.length()];
        boolean inString = false;
        for (int i = 0; i < source.length(); ) {
            // Outside strings too: only broken JSON has escapes there, and they must not be torn apart.
            int unit = JsonEscapes.unit(source, i);
            if (unit == JsonEscapes.CUT) {
                unit = 1 << 16 | source.charAt(i);
            }
            char c = (char) unit;
            boolean quote = c == '"' && unit >>> 16 == 1;
            kinds[view.length()] = quote || !inString && isStructure(c) ? OUTSIDE : STRING;
            inString ^= quote;
            origin[view.length()] = i;
            view.append(c);
            i += unit >>> 16;
        }
        origin[view.length()] = source.length();
        String text = view.toString();
        markNumbers(text, kinds);
        return new TextView(text, origin, kinds);
    }

    /** The same text with its escapes looked through once more: JSON or Markdown quoted in it. */
    TextView deeper() {
        StringBuilder view = new StringBuilder(text.length());
        int[] deeper = new int[text.length() + 1];
        byte[] deeperKinds = kinds == null ? null : new byte[text.length()];
        for (int i = 0; i < text.length(); ) {
            int unit = JsonEscapes.unit(text, i);
            int last = i + (unit >>> 16) - 1;
            if (unit == JsonEscapes.CUT || kinds != null && kinds[i] != kinds[last]) {
                unit = 1 << 16 | text.charAt(i);
            }
            if (kinds != null && deeperKinds != null) {
                deeperKinds[view.length()] = kinds[i];
            }
            deeper[view.length()] = origin(i);
            view.append((char) unit);
            i += unit >>> 16;
        }
        deeper[view.length()] = origin(text.length());
        return new TextView(view.toString(), deeper, deeperKinds);
    }

    private static boolean isStructure(char c) {
        return c == '{' || c == '}' || c == '[' || c == ']' || c == ':' || c == ',' || c <= ' ';
    }

    /** Numbers stand between characters of structure; inside a string there is a quote before or behind. */
    private static void markNumbers(String text, byte[] kinds) {
        boolean inString = false;
        for (int i = 0; i < text.length(); i++) {
            if (kinds[i] == OUTSIDE) {
                // Quotes inside strings are not OUTSIDE, so each of these opens or closes one.
                inString ^= text.charAt(i) == '"';
            } else if (!inString) {
                int end = i;
                while (end < text.length() && kinds[end] != OUTSIDE) {
                    end++;
                }
                if (isNumber(text, i, end)) {
                    Arrays.fill(kinds, i, end, NUMBER);
                }
                i = end - 1;
            } else {
                while (i + 1 < text.length() && kinds[i + 1] != OUTSIDE) {
                    i++;
                }
            }
        }
    }

    /** Whether a stretch is a number as JSON writes it: an optional sign, no leading zero, a fraction, an exponent. */
    static boolean isNumber(CharSequence text, int start, int end) {
        int i = start < end && text.charAt(start) == '-' ? start + 1 : start;
        int whole = digits(text, i, end);
        if (whole == i || whole > i + 1 && text.charAt(i) == '0') {
            return false;
        }
        i = whole;
        if (i < end && text.charAt(i) == '.') {
            int fraction = digits(text, i + 1, end);
            if (fraction == i + 1) {
                return false;
            }
            i = fraction;
        }
        if (i < end && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            i += i + 1 < end && (text.charAt(i + 1) == '+' || text.charAt(i + 1) == '-') ? 2 : 1;
            int exponent = digits(text, i, end);
            if (exponent == i) {
                return false;
            }
            i = exponent;
        }
        return i == end;
    }

    private static int digits(CharSequence text, int from, int end) {
        int i = from;
        while (i < end && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }

    String text() {
        return text;
    }

    /** Whether the view is the source itself. */
    boolean isSource() {
        return origin == null;
    }

    /** Where the character at {@code i} of the view begins in the source; for the length, the source's length. */
    int origin(int i) {
        return origin == null ? i : origin[i];
    }

    /**
     * Splits a stretch of the view into what can be replaced: parts of strings, and whole numbers; structure is left
     * out. No character of two halves is split.
     *
     * @param part takes the stretch in view coordinates and whether it is a number
     */
    void parts(int from, int to, BiConsumer<int[], Boolean> part) {
        int start = splitsPair(from) ? from - 1 : from;
        int end = splitsPair(to) ? to + 1 : to;
        if (kinds == null) {
            part.accept(new int[] {start, end}, false);
            return;
        }
        for (int i = start; i < end; ) {
            byte kind = kinds[i];
            int stop = i;
            while (stop < end && kinds[stop] == kind) {
                stop++;
            }
            if (kind == NUMBER) {
                while (i > 0 && kinds[i - 1] == NUMBER) {
                    i--;
                }
                while (stop < text.length() && kinds[stop] == NUMBER) {
                    stop++;
                }
            }
            if (kind != OUTSIDE) {
                part.accept(new int[] {i, stop}, kind == NUMBER);
            }
            i = stop;
        }
    }

    private boolean splitsPair(int i) {
        return i > 0
                && i < text.length()
                && Character.isLowSurrogate(text.charAt(i))
                && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
