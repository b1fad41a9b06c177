package io.compuerta.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.QwenRewrite;
import io.compuerta.engine.testing.StarterModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** Real text, from a real if tiny model. */
class StarterModelTest {

    private static final List<String> QUESTIONS = List.of("Write one sentence about the sea.", "Name three colours.");

    @TempDir
    private Path directory;

    @Test
    void answersToThePoint() {
        try (LlamaChatEngine engine = open(StarterModel.require())) {
            List<EngineEvent> events = engine.generate(Answers.ask(QUESTIONS.getFirst(), 60))
                    .collectList()
                    .block();

            assertThat(Answers.text(events)).containsIgnoringCase("sea").doesNotContain("<|im_end|>");
            assertThat(Answers.end(events).reason()).isEqualTo(EngineEvent.FinishReason.STOP);
        }
    }

    @Test
    void answersGivenTogetherEqualThoseGivenAlone() {
        try (LlamaChatEngine engine = open(StarterModel.require())) {
            List<String> alone = QUESTIONS.stream()
                    .map(question -> Answers.textOf(engine, Answers.ask(question, 24)))
                    .toList();

            List<String> together = Flux.fromIterable(QUESTIONS)
                    .flatMapSequential(question -> engine.generate(Answers.ask(question, 24))
                            .collectList()
                            .map(Answers::text))
                    .collectList()
                    .block();

            assertThat(together).isEqualTo(alone);
        }
    }

    /** The graph of Qwen2, exercised with meaning: the same weights in its order must say the same. */
    @Test
    void rewrittenAsQwen2ItSaysTheSame() throws IOException {
        List<String> original = answers(QwenRewrite.Form.LLAMA_UNPACKED, QUESTIONS);
        List<String> rewritten = answers(QwenRewrite.Form.QWEN2_UNPACKED, QUESTIONS);

        assertThat(rewritten).isEqualTo(original);
        assertThat(original.getFirst()).containsIgnoringCase("sea");
    }

    /** Quantized too, where the next word is never close to a tie. */
    @Test
    void rewrittenAsQwen2ItComputesTheSameSum() throws IOException {
        List<String> question = List.of("What is 2+2?");

        assertThat(answers(QwenRewrite.Form.QWEN2, question).getFirst()).contains("4");
    }

    private List<String> answers(QwenRewrite.Form form, List<String> questions) throws IOException {
        Path model = directory.resolve(form + ".gguf");
        QwenRewrite.rewrite(StarterModel.require(), model, form);
        LlamaSettings exact = new LlamaSettings("starter", true, 1024, 1, 1, 8, 64).withExactAttention(true);
        try (LlamaChatEngine engine = LlamaChatEngine.open(NativeLibrary.require(), model, exact)) {
            return questions.stream()
                    .map(question -> Answers.textOf(engine, Answers.ask(question, 24)))
                    .toList();
        } finally {
            Files.delete(model);
        }
    }

    private static LlamaChatEngine open(Path model) {
        LlamaSettings settings = new LlamaSettings("starter", true, 1024, 2, 1, 8, 64);
        return LlamaChatEngine.open(NativeLibrary.require(), model, settings);
    }
}
