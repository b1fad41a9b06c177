package io.compuerta.engine;

/**
 * What the vectors of an embedder are.
 *
 * @param name              short, such as {@code all-minilm-l6-v2}
 * @param dimension         length of each vector
 * @param shortestDimension to which vectors may be cut; the dimension itself for a model that was not trained for shorter
 *     ones
 * @param maxTokens         of a text; what follows is not read
 * @param fingerprint       a digest of the weights and of how they are used, in hexadecimal: vectors of different
 *     fingerprints must not be compared
 */
public record EmbeddingModel(String name, int dimension, int shortestDimension, int maxTokens, String fingerprint) {

    public EmbeddingModel {
        if (shortestDimension < 1 || shortestDimension > dimension) {
            throw new IllegalArgumentException(
                    "the shortest dimension is " + shortestDimension + "; 1 to " + dimension + " is allowed");
        }
    }
}
