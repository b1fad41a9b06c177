package io.compuerta.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.StarterModel;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Real text, from a real if tiny model. */
class StarterModelTest {

    @Test
    void answersToThePoint() {
        LlamaSettings settings = new LlamaSettings("starter", true, 1024, 2, 1, 8, 64);
        try (LlamaChatEngine engine = LlamaChatEngine.open(NativeLibrary.require(), StarterModel.require(), settings)) {
            GenerationRequest question = new GenerationRequest(
                    List.of(new ChatMessage(ChatMessage.Role.USER, "Write one sentence about the sea.")),
                    Sampling.GREEDY,
                    40,
                    List.of(),
                    false);

            List<EngineEvent> events = engine.generate(question).collectList().block();

            String text = events.stream()
                    .filter(EngineEvent.Text.class::isInstance)
                    .map(event -> ((EngineEvent.Text) event).text())
                    .collect(Collectors.joining());
            assertThat(text).containsIgnoringCase("sea").doesNotContain("<|im_end|>");
            assertThat(events.getLast())
                    .isInstanceOfSatisfying(
                            EngineEvent.Finished.class,
                            end -> assertThat(end.reason()).isEqualTo(EngineEvent.FinishReason.STOP));
        }
    }
}
