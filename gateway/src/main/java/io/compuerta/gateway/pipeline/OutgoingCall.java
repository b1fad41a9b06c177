package io.compuerta.gateway.pipeline;

import io.compuerta.policy.decide.ModelId;
import java.util.Locale;

/**
 * One call on its way to one model outside. Only what is anonymized can become one.
 *
 * @param routed  what is known of it, and the decision that sends it
 * @param model   who is asked
 * @param purpose why this model is asked
 * @param attempt 1 for the first try of this model, more for its repetitions
 */
public record OutgoingCall(RoutedCall routed, ModelId model, Purpose purpose, int attempt) {

    /** Why a model is asked. */
    public enum Purpose {
        /** The decision's first choice. */
        FIRST,
        /** Another candidate failed. */
        FALLBACK,
        /** The local answer was doubted. */
        ESCALATION;

        /** In lower case, as records and JSON have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public OutgoingCall {
        if (model.isLocal()) {
            throw new IllegalArgumentException("a call to " + model + " does not go out");
        }
        if (attempt < 1) {
            throw new IllegalArgumentException("attempts count from 1, not from " + attempt);
        }
    }

    /** The first try. */
    public OutgoingCall(RoutedCall routed, ModelId model, Purpose purpose) {
        this(routed, model, purpose, 1);
    }

    /** The request as it may leave. */
    public ChatRequest request() {
        return routed.anonymized().outgoing();
    }

    /** The same call as another try. */
    public OutgoingCall attempt(int number) {
        return new OutgoingCall(routed, model, purpose, number);
    }

    /** Ids only. */
    @Override
    public String toString() {
        return "OutgoingCall[" + routed.anonymized().call().requestId() + " to " + model + "]";
    }
}
