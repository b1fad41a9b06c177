package io.compuerta.gateway.dispatch.premium;

import io.compuerta.gateway.pipeline.ChatRequest;
import java.util.Map;

/**
 * How a provider's API is spoken: what a request looks like there, and how its answer is read. One implementation a wire
 * format. Thread-safe.
 */
public interface WireDialect {

    /** Where requests go, below the provider's base address. */
    String path();

    /** Headers that every request needs, beside the key and the content's type. */
    Map<String, String> headers();

    /**
     * Writes a request.
     *
     * @param model the provider's own name for the model
     * @throws io.compuerta.gateway.pipeline.GatewayError.BadRequest when this API cannot say what the caller wants
     */
    Spoken speak(ChatRequest request, String model);

    /**
     * A request in the provider's words.
     *
     * @param body   exactly what is to be sent
     * @param answer reads what comes back; for this answer alone
     */
    record Spoken(byte[] body, AnswerReader answer) {

        /** Leaves out the text. */
        @Override
        public String toString() {
            return "Spoken[" + body.length + " bytes]";
        }
    }
}
