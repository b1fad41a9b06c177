package io.compuerta.policy.signal.complexity;

/**
 * A question as numbers.
 *
 * @param values by {@link Feature} ordinal
 */
record Features(QuestionKind kind, double[] values) {

    double value(Feature feature) {
        return values[feature.ordinal()];
    }

    Features with(Feature feature, double value) {
        double[] changed = values.clone();
        changed[feature.ordinal()] = value;
        return new Features(kind, changed);
    }
}
