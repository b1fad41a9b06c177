package io.compuerta.gateway.dispatch.premium.anthropic;

import io.compuerta.gateway.dispatch.premium.WireDialect;
import io.compuerta.gateway.pipeline.ChatRequest;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Anthropic's messages. */
public final class AnthropicDialect implements WireDialect {

    private static final Map<String, String> VERSION = Map.of("anthropic-version", "2023-06-01");

    private final JsonMapper json;

    public AnthropicDialect(JsonMapper json) {
        this.json = json;
    }

    @Override
    public String path() {
        return "/messages";
    }

    @Override
    public Map<String, String> headers() {
        return VERSION;
    }

    @Override
    public Spoken speak(ChatRequest request, String model) {
        MessagesRequest message = MessagesRequest.of(request, model, json);
        return new Spoken(
                json.writeValueAsBytes(message.body()), new MessageReader(json, model, message.answersByTool()));
    }
}
