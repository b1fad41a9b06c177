package io.compuerta.policy.signal.firewall;

import java.util.ArrayList;
import java.util.List;

/**
 * A row of items with bounded gaps, matched from a given word on. The search keeps the set of words that the items so
 * far can end at as bits of one {@code long}, so it never backtracks: the work is bounded by the pattern's span, which
 * may not exceed 63 words.
 */
final class RulePattern {

    private static final int SPAN = 63;

    private final long[][] items;
    private final int[] gaps;

    private RulePattern(long[][] items, int[] gaps) {
        this.items = items;
        this.gaps = gaps;
    }

    /** The marks of the first item; only words that carry one of them can begin a match. */
    long[] first() {
        return items[0];
    }

    /** The last word of the shortest match that begins at {@code from}, or -1. */
    int match(long[] marks, int width, int from, int count) {
        long reach = 1;
        for (int item = 1; item < items.length; item++) {
            long next = 0;
            for (int g = 1; g <= gaps[item] + 1; g++) {
                next |= reach << g;
            }
            reach = 0;
            while (next != 0) {
                int offset = Long.numberOfTrailingZeros(next);
                next &= next - 1;
                int word = from + offset;
                if (word >= count) {
                    break;
                }
                if (carries(marks, width, word, items[item])) {
                    reach |= 1L << offset;
                }
            }
            if (reach == 0) {
                return -1;
            }
        }
        return from + Long.numberOfTrailingZeros(reach);
    }

    static boolean carries(long[] marks, int width, int word, long[] item) {
        for (int k = 0; k < width; k++) {
            if ((marks[word * width + k] & item[k]) != 0) {
                return true;
            }
        }
        return false;
    }

    /** A pattern read but not yet bound to the width of the lexicon. */
    record Draft(List<List<Integer>> items, List<Integer> gaps) {

        static Draft parse(String source, Lexicon.Builder lexicon) {
            List<List<Integer>> items = new ArrayList<>();
            List<Integer> gaps = new ArrayList<>();
            int gap = 0;
            int span = 0;
            for (String part : source.trim().split("\\s+")) {
                if (part.startsWith("~")) {
                    gap = Integer.parseInt(part.substring(1));
                } else {
                    items.add(item(part, lexicon));
                    gaps.add(gap);
                    span += gap + 1;
                    gap = 0;
                }
            }
            if (items.size() < 2 && gap > 0 || items.isEmpty() || span > SPAN) {
                throw new IllegalArgumentException(
                        "a pattern needs words and may span at most " + SPAN + " of them: " + source);
            }
            return new Draft(items, gaps);
        }

        private static List<Integer> item(String part, Lexicon.Builder lexicon) {
            List<Integer> marks = new ArrayList<>();
            List<String> literals = new ArrayList<>();
            for (String choice : part.split("\\|")) {
                if (Character.isUpperCase(choice.charAt(0))) {
                    marks.add(lexicon.ideaMark(choice));
                } else {
                    literals.add(choice);
                }
            }
            if (!literals.isEmpty()) {
                marks.add(lexicon.literal(literals));
            }
            return marks;
        }

        RulePattern bind(int width) {
            long[][] masks = new long[items.size()][width];
            int[] before = new int[items.size()];
            for (int i = 0; i < masks.length; i++) {
                before[i] = gaps.get(i);
                for (int mark : items.get(i)) {
                    masks[i][mark >> 6] |= 1L << mark;
                }
            }
            return new RulePattern(masks, before);
        }
    }
}
