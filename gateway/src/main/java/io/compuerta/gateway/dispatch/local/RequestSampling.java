package io.compuerta.gateway.dispatch.local;

import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Sampling;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.GatewayError;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;

/** OpenAI's parameters of sampling, and those of vLLM, as the engine's. */
final class RequestSampling {

    private static final int USUAL_TOP_K = 20;
    private static final int MOST_BIASED = 1024;
    private static final int MOST_TOP_LOGPROBS = 20;

    private RequestSampling() {}

    /**
     * What is not said is what Qwen's authors advise.
     *
     * @param choice makes several answers to one request differ, and repeat with the same seed
     * @throws GatewayError.BadRequest naming a value out of range
     */
    static Sampling of(ChatRequest request, boolean thinking, int choice) {
        float temperature = number(request, "temperature", thinking ? 0.6f : 0.7f, 0, 2);
        float topP = number(request, "top_p", thinking ? 0.95f : 0.8f, 0, 1);
        boolean greedy = temperature == 0;
        return new Sampling(
                temperature,
                greedy || topP == 0 ? 1 : topP,
                greedy ? 0 : topP == 0 ? 1 : topK(request),
                greedy ? 0 : number(request, "min_p", 0, 0, 1),
                number(request, "frequency_penalty", 0, -2, 2),
                number(request, "presence_penalty", 0, -2, 2),
                bias(request.get("logit_bias")),
                seed(request) + choice);
    }

    /** For {@link GenerationRequest#topLogprobs()}. */
    static int topLogprobs(ChatRequest request) {
        if (!request.get("logprobs").asBoolean(false)) {
            return GenerationRequest.NO_LOGPROBS;
        }
        return (int) number(request, "top_logprobs", 0, 0, MOST_TOP_LOGPROBS);
    }

    private static int topK(ChatRequest request) {
        // vLLM writes -1 for all.
        return Math.max(0, (int) number(request, "top_k", USUAL_TOP_K, -1, 1_000_000));
    }

    private static int seed(ChatRequest request) {
        JsonNode seed = request.get("seed");
        return seed.isIntegralNumber()
                ? Long.hashCode(seed.asLong(0))
                : ThreadLocalRandom.current().nextInt();
    }

    private static Map<Integer, Float> bias(JsonNode given) {
        if (given.isMissingNode() || given.isNull()) {
            return Map.of();
        }
        if (!given.isObject() || given.size() > MOST_BIASED) {
            throw bad("logit_bias", "an object of at most " + MOST_BIASED + " token ids and numbers was expected");
        }
        Map<Integer, Float> bias = new HashMap<>();
        given.properties().forEach(entry -> {
            double value = entry.getValue().isNumber() ? entry.getValue().doubleValue() : Double.NaN;
            if (!entry.getKey().matches("\\d{1,9}") || !(value >= -100 && value <= 100)) {
                throw bad("logit_bias", "token ids with numbers from -100 to 100 were expected");
            }
            bias.put(Integer.valueOf(entry.getKey()), (float) value);
        });
        return bias;
    }

    private static float number(ChatRequest request, String key, float preset, double low, double high) {
        if (!request.has(key)) {
            return preset;
        }
        JsonNode value = request.get(key);
        if (!value.isNumber() || !(value.doubleValue() >= low && value.doubleValue() <= high)) {
            throw bad(key, "a number from " + low + " to " + high + " was expected");
        }
        return value.floatValue();
    }

    private static GatewayError bad(String param, String message) {
        return new GatewayError.BadRequest("Invalid '" + param + "': " + message + ".", "invalid_value", param);
    }
}
