package io.compuerta.engine.llama;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A vocabulary in the order of its scores, likeliest first, of which only as much is sorted as somebody looks at: whole
 * bands of scores at a time, each twice as deep as the one before. Tokens of equal score stand in the order of their
 * ids. With a {@link TokenFilter} only the tokens it allows are in the ranking, and only those of the bands in use are
 * asked for. Not thread-safe.
 */
final class Ranking {

    /** Depth of the first band, in logits: what lies below has less than 2 % of the best token's probability. */
    private static final float FIRST_BAND = 4;

    private static final float DEEPEST_BAND = 1 << 10;

    private final float[] scores;
    private final @Nullable TokenFilter filter;
    private final float best;
    private float floor = Float.POSITIVE_INFINITY;
    private float depth = FIRST_BAND;
    private int[] allowed = new int[64];
    private int size;
    private int[] refused = new int[0];
    private int refusals;
    private boolean complete;

    /** @param scores of all tokens; negative infinity and NaN are never ranked */
    Ranking(float[] scores, @Nullable TokenFilter filter) {
        this.scores = scores;
        this.filter = filter;
        float most = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            if (score > most) {
                most = score;
            }
        }
        best = most;
        complete = most == Float.NEGATIVE_INFINITY;
    }

    /** Tokens ranked so far. */
    int size() {
        return size;
    }

    /** Whether nothing is left to rank. */
    boolean isComplete() {
        return complete;
    }

    int token(int rank) {
        return allowed[rank];
    }

    float score(int rank) {
        return scores[allowed[rank]];
    }

    /** Sum of {@code exp((score - score(0)) / temperature)} over the tokens that were looked at and refused. */
    double refusedMass(double temperature) {
        double mass = 0;
        for (int index = 0; index < refusals; index++) {
            mass += Math.exp((scores[refused[index]] - score(0)) / temperature);
        }
        return mass;
    }

    /** Ranks one more band. */
    void extend() {
        float ceiling = floor;
        floor = depth > DEEPEST_BAND ? Float.NEGATIVE_INFINITY : best - depth;
        depth *= 2;
        long[] keys = new long[64];
        int found = 0;
        for (int token = 0; token < scores.length; token++) {
            float score = scores[token];
            if (score < ceiling && score >= floor && score != Float.NEGATIVE_INFINITY) {
                if (found == keys.length) {
                    keys = Arrays.copyOf(keys, 4 * found);
                }
                keys[found++] = key(score, token);
            }
        }
        Arrays.sort(keys, 0, found);
        complete = floor == Float.NEGATIVE_INFINITY;
        take(keys, found);
    }

    /** Ranks until there are this many, if there are. */
    void fill(int count) {
        while (size < count && !complete) {
            extend();
        }
    }

    private void take(long[] keys, int found) {
        int[] tokens = new int[found];
        for (int index = 0; index < found; index++) {
            tokens[index] = (int) keys[index];
        }
        if (size + found > allowed.length) {
            allowed = Arrays.copyOf(allowed, Math.max(2 * allowed.length, size + found));
        }
        TokenFilter present = filter;
        if (present == null) {
            System.arraycopy(tokens, 0, allowed, size, found);
            size += found;
            return;
        }
        if (refusals + found > refused.length) {
            refused = Arrays.copyOf(refused, Math.max(2 * refused.length, refusals + found));
        }
        boolean[] verdicts = present.allows(tokens);
        for (int index = 0; index < found; index++) {
            if (verdicts[index]) {
                allowed[size++] = tokens[index];
            } else {
                refused[refusals++] = tokens[index];
            }
        }
    }

    /** Ascending keys are descending scores, then ascending ids. */
    private static long key(float score, int token) {
        int bits = Float.floatToRawIntBits(score);
        int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        return ((long) ~ordered << 32) | token;
    }
}
