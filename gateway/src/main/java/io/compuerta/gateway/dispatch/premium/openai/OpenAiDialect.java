package io.compuerta.gateway.dispatch.premium.openai;

import io.compuerta.gateway.dispatch.premium.WireDialect;
import io.compuerta.gateway.pipeline.ChatRequest;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's chat completions, which most providers speak: the caller's own request under the provider's model name. */
public final class OpenAiDialect implements WireDialect {

    private final JsonMapper json;

    public OpenAiDialect(JsonMapper json) {
        this.json = json;
    }

    @Override
    public String path() {
        return "/chat/completions";
    }

    @Override
    public Map<String, String> headers() {
        return Map.of();
    }

    @Override
    public Spoken speak(ChatRequest request, String model) {
        ObjectNode body = request.copyJson();
        body.put("model", model);
        if (request.stream()) {
            // Always asked for: the bill needs it even when the caller does not.
            body.withObject("/stream_options").put("include_usage", true);
        }
        return new Spoken(json.writeValueAsBytes(body), new ChunkReader(json, model));
    }
}
