package io.compuerta.engine.testing;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Sampling;
import java.util.List;
import java.util.stream.Collectors;

/** Short ways to ask and to read what came back. */
public final class Answers {

    private Answers() {}

    public static GenerationRequest ask(String question, int maxTokens, String... stop) {
        return ask(question, Sampling.GREEDY, maxTokens, stop);
    }

    public static GenerationRequest ask(String question, Sampling sampling, int maxTokens, String... stop) {
        return GenerationRequest.of(List.of(new ChatMessage(ChatMessage.Role.USER, question)), sampling, maxTokens)
                .withStop(List.of(stop));
    }

    public static String text(List<EngineEvent> events) {
        return events.stream()
                .filter(EngineEvent.Text.class::isInstance)
                .map(event -> ((EngineEvent.Text) event).text())
                .collect(Collectors.joining());
    }

    public static EngineEvent.Finished end(List<EngineEvent> events) {
        return (EngineEvent.Finished) events.getLast();
    }

    public static String textOf(ChatEngine engine, GenerationRequest request) {
        return text(engine.generate(request).collectList().block());
    }
}
