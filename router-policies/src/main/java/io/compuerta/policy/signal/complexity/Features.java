package io.compuerta.policy.signal.complexity;

/**
 * A question as numbers.
 *
 * @param values  by {@link Feature} ordinal
 * @param buckets hashed words, each once; a negative entry {@code ~b} stands for bucket b with the sign turned
 */
record Features(QuestionKind kind, double[] values, int[] buckets) {

    double value(Feature feature) {
        return values[feature.ordinal()];
    }
}
