package io.compuerta.engine;

/**
 * What the vectors of an embedder are.
 *
 * @param name        short, such as {@code all-minilm-l6-v2}
 * @param dimension   length of each vector
 * @param maxTokens   of a text; what follows is not read
 * @param fingerprint SHA-256 of the weights in hexadecimal: vectors of different fingerprints must not be compared
 */
public record EmbeddingModel(String name, int dimension, int maxTokens, String fingerprint) {}
