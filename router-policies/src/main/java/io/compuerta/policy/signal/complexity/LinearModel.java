package io.compuerta.policy.signal.complexity;

import io.compuerta.policy.signal.complexity.Complexity.Label;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights for one kind of question. A feature enters as (value - mean) / scale, held within {@link #WIDEST} so that no odd
 * text can throw the score.
 *
 * @param bias the logit of a question that is average in everything
 */
record LinearModel(double bias, double[] means, double[] scales, double[] weights) {

    /** In standard deviations of the training data. */
    private static final double WIDEST = 4;

    private static final int REASONS = 4;

    /** Contributions to the logit below this explain nothing. */
    private static final double LEAST_REASON = 0.05;

    private static final Feature[] FEATURES = Feature.values();

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

    double logit(Features features) {
        double logit = bias;
        for (double part : contributions(features.values())) {
            logit += part;
        }
        return logit;
    }

    Complexity complexity(Features features) {
        double score = 1 / (1 + Math.exp(-logit(features)));
        Label label = score > ComplexityScorer.DEFAULT_THRESHOLD ? Label.COMPLEX : Label.SIMPLE;
        return new Complexity(score, label, reasons(features.values(), contributions(features.values()), label));
    }

    /** The features that pushed towards the label, strongest first. */
    private static List<String> reasons(double[] values, double[] contributions, Label label) {
        // What a question lacks explains little to people: only what it has is named.
        double sign = label == Label.COMPLEX ? 1 : -1;
        boolean[] taken = new boolean[contributions.length];
        List<String> reasons = new ArrayList<>(REASONS);
        while (reasons.size() < REASONS) {
            int best = -1;
            for (int i = 0; i < contributions.length; i++) {
                if (!taken[i] && values[i] != 0 && (best < 0 || sign * contributions[i] > sign * contributions[best])) {
                    best = i;
                }
            }
            if (best < 0 || sign * contributions[best] < LEAST_REASON) {
                break;
            }
            taken[best] = true;
            reasons.add(FEATURES[best].word());
        }
        return reasons;
    }
}
