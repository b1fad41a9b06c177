package io.compuerta.policy.signal.complexity;

import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.complexity.Complexity.Label;
import io.compuerta.policy.signal.language.LanguageGuess;

/**
 * Says how likely a small local model is to answer a request worse than a premium one: a linear model over features of the
 * newest question (see {@link Feature}), which may be told the question's {@link Meaning}. It calls nothing and keeps
 * nothing. Thread-safe.
 *
 * <p>How the weights came about, what they score and where they fail is told in {@code docs/models/complexity.md}.
 */
public final class ComplexityScorer {

    /** Scores above this are {@link Label#COMPLEX}; the threshold of the default policy. */
    public static final double DEFAULT_THRESHOLD = 0.6;

    private static final String ENGLISH = "en";

    private final ComplexityWeights weights;

    ComplexityScorer(ComplexityWeights weights) {
        this.weights = weights;
    }

    /** The scorer with the weights that ship in the jar; reads them anew, so keep the result. */
    public static ComplexityScorer standard() {
        return new ComplexityScorer(ComplexityWeights.shipped());
    }

    /** Names the shipped weights: a calibration fitted for others does not hold for these. */
    public static String version() {
        return Version.SHIPPED;
    }

    private static final class Version {
        private static final String SHIPPED = ComplexityWeights.shippedVersion();
    }

    /** Reads the newest user turn in its conversation; one without a user turn counts as an empty question. */
    public ComplexityDraft draft(Conversation conversation) {
        Features features = FeatureExtractor.extract(conversation);
        return new ComplexityDraft(weights, features, isEnglish(conversation.question()));
    }

    /** Scores what stands on the surface. */
    public Complexity score(Conversation conversation) {
        return draft(conversation).score();
    }

    static boolean isEnglish(String question) {
        return LanguageGuess.of(question).equals(ENGLISH);
    }
}
