package io.compuerta.engine.llama;

import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Sampling;
import java.util.List;
import java.util.stream.Collectors;

/** Short ways to ask and to read what came back. */
final class Answers {

    private Answers() {}

    static GenerationRequest ask(String question, int maxTokens, String... stop) {
        return ask(question, Sampling.GREEDY, maxTokens, stop);
    }

    static GenerationRequest ask(String question, Sampling sampling, int maxTokens, String... stop) {
        return GenerationRequest.of(List.of(new ChatMessage(ChatMessage.Role.USER, question)), sampling, maxTokens)
                .withStop(List.of(stop));
    }

    static String text(List<EngineEvent> events) {
        return events.stream()
                .filter(EngineEvent.Text.class::isInstance)
                .map(event -> ((EngineEvent.Text) event).text())
                .collect(Collectors.joining());
    }

    static EngineEvent.Finished end(List<EngineEvent> events) {
        return (EngineEvent.Finished) events.getLast();
    }

    static String textOf(LlamaChatEngine engine, GenerationRequest request) {
        return text(engine.generate(request).collectList().block());
    }
}
