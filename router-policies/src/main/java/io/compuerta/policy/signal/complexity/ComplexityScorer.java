package io.compuerta.policy.signal.complexity;

import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.complexity.Complexity.Label;
import java.util.ArrayList;
import java.util.List;

/**
 * Says how likely a small local model is to answer a request worse than a premium one: logistic regression over surface
 * features of the newest question (see {@link Feature}). It calls nothing and keeps nothing. Thread-safe.
 *
 * <p>How the weights came about, what they score and where they fail is told in {@code docs/models/complexity.md}.
 */
public final class ComplexityScorer {

    /** Scores above this are {@link Label#COMPLEX}; the threshold of the default policy. */
    public static final double DEFAULT_THRESHOLD = 0.6;

    private static final int REASONS = 4;

    /** Contributions to the logit below this explain nothing. */
    private static final double LEAST_REASON = 0.05;

    private static final Feature[] FEATURES = Feature.values();

    private final ComplexityWeights weights;

    ComplexityScorer(ComplexityWeights weights) {
        this.weights = weights;
    }

    /** The scorer with the weights that ship in the jar; reads them anew, so keep the result. */
    public static ComplexityScorer standard() {
        return new ComplexityScorer(ComplexityWeights.shipped());
    }

    /** Scores the newest user turn in its conversation; one without a user turn scores as an empty question. */
    public Complexity score(Conversation conversation) {
        Features features = FeatureExtractor.extract(conversation);
        LinearModel model = weights.of(features.kind());
        double[] contributions = model.contributions(features.values());
        double logit = model.bias() + model.wordContribution(features.buckets());
        for (double contribution : contributions) {
            logit += contribution;
        }
        double score = 1 / (1 + Math.exp(-logit));
        Label label = score > DEFAULT_THRESHOLD ? Label.COMPLEX : Label.SIMPLE;
        return new Complexity(score, label, reasons(features.values(), contributions, label));
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
