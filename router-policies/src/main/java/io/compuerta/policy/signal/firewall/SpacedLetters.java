package io.compuerta.policy.signal.firewall;

import java.util.Set;

/**
 * Joins letters that were set apart: {@code i g n o r e   t h i s} and {@code i.g.n.o.r.e} become words again. A run
 * needs {@value #RUN} single letters, more than any abbreviation has; a wider gap inside a run ends a word.
 */
final class SpacedLetters {

    private static final int RUN = 6;

    private SpacedLetters() {}

    static String join(String text, Set<Trick> tricks) {
        StringBuilder joined = null;
        int copied = 0;
        int i = 0;
        while (i < text.length()) {
            if (!isLone(text, i)) {
                i++;
                continue;
            }
            int end = runEnd(text, i);
            if (isRun(text, i, end)) {
                if (joined == null) {
                    joined = new StringBuilder(text.length());
                }
                joined.append(text, copied, i);
                append(joined, text, i, end);
                copied = end;
            }
            i = Math.max(end, i + 1);
        }
        if (joined == null) {
            return text;
        }
        tricks.add(Trick.SPACED_LETTERS);
        return joined.append(text, copied, text.length()).toString();
    }

    /** Whether a word of one character stands here. */
    private static boolean isLone(String text, int i) {
        return Folding.isWordChar(text.charAt(i))
                && !Folding.isIdeograph(text.charAt(i))
                && (i == 0 || !Folding.isWordChar(text.charAt(i - 1)))
                && (i + 1 == text.length() || !Folding.isWordChar(text.charAt(i + 1)));
    }

    /** The index after the last lone letter of the run that begins here; gaps of up to six marks belong to it. */
    private static int runEnd(String text, int from) {
        int end = from + 1;
        while (true) {
            int next = end;
            while (next < text.length() && next - end < 6 && !Folding.isWordChar(text.charAt(next))) {
                next++;
            }
            if (next >= text.length() || next == end || !isLone(text, next)) {
                return end;
            }
            end = next + 1;
        }
    }

    private static boolean isRun(String text, int from, int end) {
        int letters = 0;
        int digits = 0;
        for (int i = from; i < end; i++) {
            if (Character.isLetter(text.charAt(i))) {
                letters++;
            } else if (Character.isDigit(text.charAt(i))) {
                digits++;
            }
        }
        return letters >= RUN && digits * 2 < letters;
    }

    private static void append(StringBuilder out, String text, int from, int end) {
        int i = from;
        while (i < end) {
            out.append(text.charAt(i++));
            int gap = i;
            while (i < end && !Folding.isWordChar(text.charAt(i))) {
                i++;
            }
            if (i - gap > 1 && i < end) {
                String mark = text.substring(gap, i).strip();
                out.append(mark.equals("'") ? mark : mark + " ");
            }
        }
    }
}
