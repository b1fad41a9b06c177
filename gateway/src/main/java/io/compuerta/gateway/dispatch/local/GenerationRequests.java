package io.compuerta.gateway.dispatch.local;

import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Sampling;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.signal.Role;
import io.compuerta.policy.signal.Turn;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** From OpenAI's parameters to the engine's. */
final class GenerationRequests {

    /** Answers end by themselves; this only stops one that does not. */
    private static final int USUAL_MOST_TOKENS = 1024;

    /** The sampling that Qwen's authors advise without thinking. */
    private static final float USUAL_TEMPERATURE = 0.7f;

    private static final float USUAL_TOP_P = 0.8f;
    private static final int USUAL_TOP_K = 20;

    private GenerationRequests() {}

    /** @param choice makes several answers to one request differ, and repeat with the same seed */
    static GenerationRequest of(ChatRequest request, int choice) {
        List<ChatMessage> messages = request.conversation().turns().stream()
                .map(GenerationRequests::message)
                .toList();
        return GenerationRequest.of(
                        messages, sampling(request, choice), request.maxTokens().orElse(USUAL_MOST_TOKENS))
                .withStop(request.stop())
                .withModel(model(request.model()));
    }

    /** {@code local/NAME} and {@code local/NAME:ADAPTER} name one of the engine's models; any other id the engine's own. */
    static String model(String asked) {
        return ModelId.find(asked).filter(ModelId::isLocal).map(ModelId::model).orElse("");
    }

    private static ChatMessage message(Turn turn) {
        return new ChatMessage(role(turn.role()), turn.text());
    }

    private static ChatMessage.Role role(Role role) {
        return switch (role) {
            case SYSTEM -> ChatMessage.Role.SYSTEM;
            case USER -> ChatMessage.Role.USER;
            case ASSISTANT -> ChatMessage.Role.ASSISTANT;
            case TOOL -> ChatMessage.Role.TOOL;
        };
    }

    private static Sampling sampling(ChatRequest request, int choice) {
        float temperature =
                request.number("temperature").map(Double::floatValue).orElse(USUAL_TEMPERATURE);
        if (temperature == 0) {
            return Sampling.GREEDY;
        }
        float topP = request.number("top_p")
                .map(Double::floatValue)
                .filter(p -> p > 0)
                .orElse(USUAL_TOP_P);
        int seed = request.number("seed")
                .map(Double::intValue)
                .orElseGet(() -> ThreadLocalRandom.current().nextInt());
        return new Sampling(temperature, topP, USUAL_TOP_K, seed + choice);
    }
}
