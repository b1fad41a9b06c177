package io.compuerta.gateway.dispatch.local;

import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.policy.signal.Modality;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the embedded engine cannot do, so that it is never asked to and never does it silently wrong. */
final class LocalCapabilities {

    private static final int MOST_CHOICES = 8;
    private static final Set<String> FORMATS = Set.of("text", "json_object", "json_schema");

    private LocalCapabilities() {}

    /** The first parameter of the request that the engine cannot honour; empty when it can serve the request. */
    static Optional<String> missing(ChatRequest request) {
        if (request.conversation().modality() != Modality.TEXT) {
            return Optional.of("messages");
        }
        if (request.get("functions").size() > 0) {
            return Optional.of("functions");
        }
        for (JsonNode tool : request.get("tools")) {
            if (!tool.path("type").asString("").equals("function")) {
                return Optional.of("tools");
            }
        }
        if (!FORMATS.contains(request.get("response_format").path("type").asString("text"))) {
            return Optional.of("response_format");
        }
        return request.choices() > MOST_CHOICES ? Optional.of("n") : Optional.empty();
    }
}
