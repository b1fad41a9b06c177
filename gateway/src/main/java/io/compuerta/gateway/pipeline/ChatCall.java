package io.compuerta.gateway.pipeline;

import java.util.Objects;

/**
 * A request as it came in, parsed once.
 *
 * @param requestId      the caller's own valid id, else one of ours; goes into headers, log and ledger
 * @param request        what is asked
 * @param presentedKey   the API key as the caller sent it; empty when none came
 * @param cacheAllowed   false when the caller sent {@code Cache-Control: no-cache} or {@code no-store}
 * @param labels         what the caller says of its own request
 * @param receivedNanos  {@link System#nanoTime()} at arrival, for durations only
 */
public record ChatCall(
        String requestId,
        ChatRequest request,
        String presentedKey,
        boolean cacheAllowed,
        Labels labels,
        long receivedNanos) {

    /** A call without labels. */
    public ChatCall(
            String requestId, ChatRequest request, String presentedKey, boolean cacheAllowed, long receivedNanos) {
        this(requestId, request, presentedKey, cacheAllowed, Labels.NONE, receivedNanos);
    }

    public ChatCall {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(request, "request");
    }

    /** The same call with another text, once part of it has been taken out. */
    public ChatCall withRequest(ChatRequest other) {
        return new ChatCall(requestId, other, presentedKey, cacheAllowed, labels, receivedNanos);
    }

    /** Leaves out the key and the text. */
    @Override
    public String toString() {
        return "ChatCall[" + requestId + "]";
    }
}
