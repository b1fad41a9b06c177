package io.compuerta.gateway.embed;

import io.compuerta.policy.signal.TokenEstimate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What OpenAI's embeddings request asks for, checked.
 *
 * @param model    as the caller wrote it
 * @param input    texts, at least one, none empty
 * @param encoding how the caller wants its vectors
 * @param dimensions numbers of a vector that the caller wants, at least 1; empty for as many as the model makes
 * @param user     the end user the caller named, if any; it may be a person's name
 */
public record EmbeddingRequest(
        String model, List<String> input, Encoding encoding, OptionalInt dimensions, Optional<String> user) {

    /** How vectors are written. */
    public enum Encoding {
        /** A list of numbers. */
        FLOAT,
        /** Little-endian 32-bit floats in base64: what OpenAI's clients ask for unless told otherwise. */
        BASE64
    }

    public EmbeddingRequest {
        input = List.copyOf(input);
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(encoding, "encoding");
    }

    /** For the limits, before any tokenizer has seen the texts. */
    long estimatedTokens(int maxTokensEach) {
        return input.stream()
                .mapToLong(text -> Math.min(maxTokensEach, TokenEstimate.of(text)))
                .sum();
    }

    /** Leaves the texts and the user out. */
    @Override
    public String toString() {
        return "EmbeddingRequest[" + input.size() + " texts]";
    }
}
