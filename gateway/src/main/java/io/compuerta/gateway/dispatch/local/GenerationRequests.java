package io.compuerta.gateway.dispatch.local;

import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.OutputFormat;
import io.compuerta.engine.Priority;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.policy.decide.ModelId;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From OpenAI's parameters to the engine's. */
final class GenerationRequests {

    /** Answers end by themselves; this only stops one that does not. */
    private static final int USUAL_MOST_TOKENS = 1024;

    /** Thoughts count too, and are long. */
    private static final int USUAL_MOST_TOKENS_THINKING = 4096;

    /** Efforts that ask for no thoughts. */
    private static final Set<String> NO_EFFORT = Set.of("none", "minimal");

    private GenerationRequests() {}

    /**
     * @param choice makes several answers to one request differ, and repeat with the same seed
     * @throws GatewayError.BadRequest naming a parameter that is wrong in itself
     */
    static GenerationRequest of(ChatRequest request, int choice) {
        boolean thinking = thinking(request);
        int usual = thinking ? USUAL_MOST_TOKENS_THINKING : USUAL_MOST_TOKENS;
        return GenerationRequest.of(
                        RequestMessages.of(request),
                        RequestSampling.of(request, thinking, choice),
                        request.maxTokens().orElse(usual))
                .withStop(request.stop())
                .withTools(RequestTools.of(request))
                .withFormat(format(request.get("response_format")))
                .withTopLogprobs(RequestSampling.topLogprobs(request))
                .withThinking(thinking)
                .withPriority(
                        request.get("service_tier").asString("").equals("flex")
                                ? Priority.BATCH
                                : Priority.INTERACTIVE)
                .withModel(model(request.model()));
    }

    /** {@code local/NAME} and {@code local/NAME:ADAPTER} name one of the engine's models; any other id the engine's own. */
    static String model(String asked) {
        return ModelId.find(asked).filter(ModelId::isLocal).map(ModelId::model).orElse("");
    }

    /** Off unless asked for: by the switch that vLLM and SGLang pass to Qwen's templates, or by OpenAI's effort. */
    private static boolean thinking(ChatRequest request) {
        JsonNode asked = request.get("chat_template_kwargs").path("enable_thinking");
        if (asked.isBoolean()) {
            return asked.booleanValue();
        }
        String effort = request.get("reasoning_effort").asString("");
        return !effort.isEmpty() && !NO_EFFORT.contains(effort);
    }

    private static OutputFormat format(JsonNode format) {
        return switch (format.path("type").asString("text")) {
            case "json_object" -> new OutputFormat.JsonObject();
            case "json_schema" -> {
                JsonNode schema = format.path("json_schema").path("schema");
                if (!schema.isObject()) {
                    throw new GatewayError.BadRequest(
                            "Invalid 'response_format': json_schema.schema must be an object.",
                            "invalid_value",
                            "response_format");
                }
                yield new OutputFormat.JsonSchema(JsonMapper.shared().writeValueAsString(schema));
            }
            default -> new OutputFormat.Free();
        };
    }
}
