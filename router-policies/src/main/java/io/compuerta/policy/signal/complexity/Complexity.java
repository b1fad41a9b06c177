package io.compuerta.policy.signal.complexity;

import java.util.List;
import java.util.Locale;

/**
 * How much a request is expected to need a premium model.
 *
 * @param score   calibrated probability, 0 to 1, that the local model's answer would be worse than premium's
 * @param label   the side of the default threshold on which the score falls
 * @param reasons the features that weighed most, strongest first; names only, never the user's text
 */
public record Complexity(double score, Label label, List<String> reasons) {

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
}
