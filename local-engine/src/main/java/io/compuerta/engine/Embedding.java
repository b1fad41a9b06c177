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
