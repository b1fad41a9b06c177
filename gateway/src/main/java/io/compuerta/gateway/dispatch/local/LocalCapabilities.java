package io.compuerta.gateway.dispatch.local;

import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.policy.signal.Modality;
import java.util.Optional;

/** What the embedded engine cannot do, so that it is never asked to and never does it silently wrong. */
final class LocalCapabilities {

    private static final int MOST_CHOICES = 8;

    private LocalCapabilities() {}

    /** The first parameter of the request that the engine cannot honour; empty when it can serve the request. */
    static Optional<String> missing(ChatRequest request) {
        if (request.conversation().modality() != Modality.TEXT) {
            return Optional.of("messages");
        }
        if (request.hasTools() && !request.get("tool_choice").asString("").equals("none")) {
            return Optional.of("tools");
        }
        String format = request.get("response_format").path("type").asString("text");
        if (!format.equals("text")) {
            return Optional.of("response_format");
        }
        if (request.get("logprobs").asBoolean(false)) {
            return Optional.of("logprobs");
        }
        return request.choices() > MOST_CHOICES ? Optional.of("n") : Optional.empty();
    }
}
