package io.compuerta.policy.signal.complexity;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A request scored by what can be read off its surface. Whoever has its {@link Meaning}, which takes milliseconds to make,
 * gets a better score from the same draft. Immutable.
 */
public final class ComplexityDraft {

    /** Standard deviations that the subject of a question is rarely away from the mean. */
    private static final double REACH = 2.5;

    private final ComplexityWeights weights;
    private final Features features;
    private final boolean english;

    ComplexityDraft(ComplexityWeights weights, Features features, boolean english) {
        this.weights = weights;
        this.features = features;
        this.english = english;
    }

    /** The score without knowing what the question means. */
    public Complexity score() {
        return weights.of(features.kind()).complexity(features);
    }

    /** The score that knows it. */
    public Complexity score(Meaning meaning) {
        return weights.of(features.kind())
                .complexity(features.with(Feature.SUBJECT, weights.subject().of(meaning)));
    }

    /**
     * What weighed most in the score, heaviest first, whichever way it pushed.
     *
     * @param meaning as it was given to {@link #score(Meaning)}; empty for the score without
     * @param most    how many
     */
    public List<Contribution> contributions(Optional<Meaning> meaning, int most) {
        Features known = meaning.map(
                        m -> features.with(Feature.SUBJECT, weights.subject().of(m)))
                .orElse(features);
        double[] parts = weights.of(known.kind()).contributions(known.values());
        return Arrays.stream(Feature.values())
                .map(feature -> new Contribution(feature.word(), parts[feature.ordinal()]))
                .sorted(Comparator.comparingDouble((Contribution part) -> -Math.abs(part.logit())))
                .limit(most)
                .toList();
    }

    /** Whether the meaning says anything of this question: it is in English, and its kind has a weight for it. */
    public boolean asksForMeaning() {
        return english && reach() > 0;
    }

    /** Whether the meaning may move the score across the threshold; when not, the surface has decided. */
    public boolean isOpen(double threshold) {
        double logit = weights.of(features.kind()).logit(features);
        return asksForMeaning() && Math.abs(logit - Math.log(threshold / (1 - threshold))) < reach();
    }

    private double reach() {
        LinearModel model = weights.of(features.kind());
        return REACH * Math.abs(model.weights()[Feature.SUBJECT.ordinal()]);
    }
}
