package io.compuerta.gateway.feedback;

import java.util.Optional;

/**
 * What a caller thought of an answer.
 *
 * @param requestId the {@code x-request-id} of the answer
 * @param score     0 (useless) to 1 (good)
 */
public record Rating(String requestId, double score, Optional<Reason> reason) {

    public Rating {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a rating lies in 0..1, not " + score);
        }
    }

    /** {@code good}, {@code poor}, or {@code mixed} in the very middle. */
    public String verdict() {
        return score > 0.5 ? "good" : score < 0.5 ? "poor" : "mixed";
    }
}
