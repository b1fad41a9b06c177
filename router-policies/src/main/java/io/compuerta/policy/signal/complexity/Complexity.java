package io.compuerta.policy.signal.complexity;

import java.util.List;
import java.util.Locale;

/**
 * How much a request is expected to need a premium model.
 *
 * @param score   calibrated probability, 0 to 1, that the local model's answer would be worse than premium's
 * @param label   the side of the default threshold on which the score falls
 * @param reasons the features that weighed most, strongest first; names only, never the user's text
 * @param shipped the score before a tenant's calibration; the same as {@code score} when none is in force
 */
public record Complexity(double score, Label label, List<String> reasons, double shipped) {

    /** A score as the shipped weights give it. */
    public Complexity(double score, Label label, List<String> reasons) {
        this(score, label, reasons, score);
    }

    public enum Label {
        SIMPLE,
        COMPLEX;

        /** The lower-case word that users see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Complexity {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("complexity score must lie in 0..1, not " + score);
        }
        reasons = List.copyOf(reasons);
    }

    /** The same judgement with a calibrated score; the label follows it. */
    public Complexity calibrated(double calibrated) {
        Label side = calibrated > ComplexityScorer.DEFAULT_THRESHOLD ? Label.COMPLEX : Label.SIMPLE;
        return new Complexity(calibrated, side, reasons, shipped);
    }
}
