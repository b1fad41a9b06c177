package io.compuerta.engine;

import java.util.Arrays;

/**
 * The vector of one text.
 *
 * @param vector    of length one, so that the scalar product of two is their cosine; the array is shared, do not write
 * @param tokens    of the text that the model read, its two marks included
 * @param truncated whether the text was longer than the model reads: two such texts may have the same vector although
 *     they differ
 */
public record Embedding(float[] vector, int tokens, boolean truncated) {

    /**
     * The first numbers of the vector, brought to length one again: what models trained for it (Matryoshka) give for a
     * shorter vector.
     *
     * @param dimension 1 to the length of the vector
     */
    public Embedding shortened(int dimension) {
        if (dimension < 1 || dimension > vector.length) {
            throw new IllegalArgumentException(
                    "the dimension is " + dimension + "; 1 to " + vector.length + " is allowed");
        }
        return dimension == vector.length
                ? this
                : new Embedding(normalised(Arrays.copyOf(vector, dimension)), tokens, truncated);
    }

    /**
     * A vector in the same direction, of length one.
     *
     * @param vector changed in place; one of nothing but zeroes stays
     */
    public static float[] normalised(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        if (square > 0) {
            double length = Math.sqrt(square);
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) (vector[i] / length);
            }
        }
        return vector;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Embedding that
                && Arrays.equals(vector, that.vector)
                && tokens == that.tokens
                && truncated == that.truncated;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(vector);
    }

    /** Leaves the vector out: much of a text can be guessed from it. */
    @Override
    public String toString() {
        return "Embedding[" + tokens + " tokens" + (truncated ? ", truncated]" : "]");
    }
}
