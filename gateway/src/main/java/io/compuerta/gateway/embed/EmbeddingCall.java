package io.compuerta.gateway.embed;

/**
 * An embeddings request as it came in.
 *
 * @param requestId     the caller's own valid id, else one of ours
 * @param presentedKey  the API key as the caller sent it; empty when none came
 * @param receivedNanos {@link System#nanoTime()} at arrival, for durations only
 */
public record EmbeddingCall(String requestId, EmbeddingRequest request, String presentedKey, long receivedNanos) {

    /** Leaves out the key and the texts. */
    @Override
    public String toString() {
        return "EmbeddingCall[" + requestId + "]";
    }
}
