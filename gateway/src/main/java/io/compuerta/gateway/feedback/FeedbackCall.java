package io.compuerta.gateway.feedback;

/** A call to the feedback endpoint. */
public record FeedbackCall(Rating rating, String presentedKey) {

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "FeedbackCall[" + rating + "]";
    }
}
