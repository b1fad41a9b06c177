package io.compuerta.policy.signal.firewall;

/**
 * The stretches of a text that are scored by themselves, so that an order hidden in a long document is not diluted by
 * it: every sentence, and overlapping rows of {@value #ROW} words. Given the running sums of the words' weights, all of
 * them are scored in one pass.
 */
final class Windows {

    static final int ROW = 40;
    private static final int STEP = 20;

    /** Shorter sentences are read together with the next. */
    static final int SENTENCE = 5;

    /** Fewer words than this count as this many: one loaded word is no attack. */
    private static final int FLOOR = 6;

    private final double[] sums;
    private final int count;

    private int sentences;
    private int sentenceFrom;
    private int sentenceTo;
    private double sentenceScore = Double.NEGATIVE_INFINITY;
    private int rowFrom;
    private int rowTo;
    private double rowScore = Double.NEGATIVE_INFINITY;

    /**
     * @param sums running sums of the words' weights: {@code sums[i]} belongs to the first {@code i} words
     */
    Windows(Words words, double[] sums) {
        this.sums = sums;
        this.count = words.count();
        findSentence(words);
        findRow();
    }

    /** The factor by which a window's sum is damped: long windows hold more of everything. */
    static double damping(int words) {
        return 1 / Math.sqrt(Math.max(words, FLOOR));
    }

    double whole() {
        return score(0, count);
    }

    double sentence() {
        return sentenceScore;
    }

    double row() {
        return rowScore;
    }

    int sentenceFrom() {
        return sentenceFrom;
    }

    int sentenceTo() {
        return sentenceTo;
    }

    int rowFrom() {
        return rowFrom;
    }

    int rowTo() {
        return rowTo;
    }

    /** How many sentences there are to choose the gravest from. */
    int sentences() {
        return sentences;
    }

    /** Receives a sentence: its first word, the one behind its last. */
    @FunctionalInterface
    interface Sentence {
        void add(int from, int to);
    }

    /** Names the sentences of a text in order; those of fewer words than {@code least} are joined with the next. */
    static void sentences(Words words, int least, Sentence sink) {
        int from = 0;
        for (int w = 1; w <= words.count(); w++) {
            if (w == words.count() || words.breakBefore(w) && w - from >= least) {
                sink.add(from, w);
                from = w;
            }
        }
    }

    private void findSentence(Words words) {
        sentences(words, SENTENCE, (from, to) -> {
            sentences++;
            double score = score(from, to);
            if (score > sentenceScore) {
                sentenceScore = score;
                sentenceFrom = from;
                sentenceTo = to;
            }
        });
    }

    private void findRow() {
        for (int from = 0; from == 0 || from + STEP < count; from += STEP) {
            int to = Math.min(count, from + ROW);
            double score = score(from, to);
            if (score > rowScore) {
                rowScore = score;
                rowFrom = from;
                rowTo = to;
            }
        }
    }

    double score(int from, int to) {
        return (sums[to] - sums[from]) * damping(to - from);
    }
}
