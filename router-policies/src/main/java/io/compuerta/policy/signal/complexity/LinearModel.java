package io.compuerta.policy.signal.complexity;

/**
 * Weights for one kind of question. A feature enters as (value - mean) / scale, held within {@link #WIDEST} so that no odd
 * text can throw the score; a hashed word enters with the same small share as every other word of the question.
 *
 * @param bias    the logit of a question that is average in everything
 * @param words   weights of the hashed words in units of {@code unit}; empty when the kind has none
 * @param unit    logit of one unit
 */
record LinearModel(double bias, double[] means, double[] scales, double[] weights, byte[] words, double unit) {

    /** In standard deviations of the training data. */
    private static final double WIDEST = 4;

    LinearModel {
        if (words.length != 0 && words.length != HashedWords.BUCKETS) {
            throw new IllegalStateException(
                    "weights of words must be " + HashedWords.BUCKETS + " or none, not " + words.length);
        }
    }

    /** What each feature adds to the logit, by ordinal. */
    double[] contributions(double[] values) {
        double[] parts = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            parts[i] = weights[i] * standardized(i, values[i]);
        }
        return parts;
    }

    double standardized(int feature, double value) {
        return Math.clamp((value - means[feature]) / scales[feature], -WIDEST, WIDEST);
    }

    /** What the words add to the logit. */
    double wordContribution(int[] buckets) {
        if (words.length == 0 || buckets.length == 0) {
            return 0;
        }
        int sum = 0;
        for (int bucket : buckets) {
            sum += bucket >= 0 ? words[bucket] : -words[~bucket];
        }
        return unit * sum / Math.sqrt(buckets.length);
    }

    double logit(Features features) {
        double logit = bias + wordContribution(features.buckets());
        for (double part : contributions(features.values())) {
            logit += part;
        }
        return logit;
    }
}
