package io.compuerta.gateway.decide;

import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.Labels;
import io.compuerta.policy.decide.Ask;

/** From a request to what policies see of it; the gateway and {@code explain} read it through this one class. */
public final class Asks {

    private Asks() {}

    public static Ask of(ChatRequest request, Labels labels) {
        boolean schema =
                request.get("response_format").path("type").asString("").equals("json_schema");
        return Ask.of(AskedModel.canonical(request.model()), request.conversation())
                .labelled(labels.task())
                .withOutputTokens(request.maxTokens().orElse(0))
                .withJsonSchema(schema);
    }
}
