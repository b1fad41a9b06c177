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

    /** The labels that each may follow: all, but for those inside. */
    private static final byte[][] BEFORE = {
        {0, 1, 2, 3, 4},
        {0, 1, 2, 3, 4},
        {TagModel.BEGIN_PERSON, TagModel.IN_PERSON},
        {0, 1, 2, 3, 4},
        {TagModel.BEGIN_ADDRESS, TagModel.IN_ADDRESS}
    };

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
                for (byte previous : BEFORE[label]) {
                    int score = before[previous] + transitions[base + previous * LABELS + label];
                    if (score > best) {
                        best = score;
                        from = previous;
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
}
