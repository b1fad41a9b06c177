package io.compuerta.policy.signal.pii;

import java.util.Arrays;

/**
 * The best sequence of labels for a stretch of tokens by Viterbi's algorithm. A label "inside" may only follow its own
 * "begin" or "inside".
 */
final class TagDecoder {
    private static final int LABELS = TagModel.LABELS;
    private static final int IMPOSSIBLE = Integer.MIN_VALUE / 4;

    /** The score of a label that must not be. */
    static final int FORBIDDEN = -1_000_000;

    private TagDecoder() {}

    /**
     * @param emissions scores of {@code count * LABELS}, token after token
     * @param kinds     kind of each token
     * @param labels    takes the answer
     */
    static void decode(int[] emissions, int[] kinds, int count, int[] transitions, byte[] labels) {
        var back = new byte[count * LABELS];
        var before = new int[LABELS];
        var now = new int[LABELS];
        Arrays.fill(before, IMPOSSIBLE);
        before[TagModel.OUTSIDE] = 0;
        for (int i = 0; i < count; i++) {
            int base = kinds[i] * LABELS * LABELS;
            for (int label = 0; label < LABELS; label++) {
                int best = IMPOSSIBLE;
                byte from = 0;
                for (int previous = 0; previous < LABELS; previous++) {
                    if (mayFollow(previous, label)) {
                        int score = before[previous] + transitions[base + previous * LABELS + label];
                        if (score > best) {
                            best = score;
                            from = (byte) previous;
                        }
                    }
                }
                now[label] = best + emissions[i * LABELS + label];
                back[i * LABELS + label] = from;
            }
            int[] swap = before;
            before = now;
            now = swap;
        }
        int last = 0;
        for (int label = 1; label < LABELS; label++) {
            last = before[label] > before[last] ? label : last;
        }
        for (int i = count - 1; i >= 0; i--) {
            labels[i] = (byte) last;
            last = back[i * LABELS + last];
        }
    }

    private static boolean mayFollow(int previous, int label) {
        return switch (label) {
            case TagModel.IN_PERSON -> previous == TagModel.BEGIN_PERSON || previous == TagModel.IN_PERSON;
            case TagModel.IN_ADDRESS -> previous == TagModel.BEGIN_ADDRESS || previous == TagModel.IN_ADDRESS;
            default -> true;
        };
    }
}
