package io.compuerta.engine.llama;

import static io.compuerta.engine.llama.Answers.ask;
import static io.compuerta.engine.llama.Answers.textOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** One model, several adapters, chosen by each request. */
@Timeout(180)
class LoraAdaptersTest {

    private static final LlamaSettings SETTINGS = new LlamaSettings("tiny", false, 512, 4, 1, 64, 64);

    @TempDir
    private static Path directory;

    private static Path model;
    private static Map<String, Path> adapters;

    @BeforeAll
    static void write() {
        NativeLibrary.requireBundled();
        model = TinyQwen3Gguf.write(directory);
        adapters = Map.of(
                "formal", TinyQwen3Gguf.writeAdapter(directory, "formal", 1),
                "brief", TinyQwen3Gguf.writeAdapter(directory, "brief", 2));
    }

    private static LlamaChatEngine open(Map<String, Path> with) {
        return LlamaChatEngine.open(NativeLibrary.require(), model, SETTINGS.withAdapters(with));
    }

    @Test
    void anAdapterChangesTheTextAndOnlyWhereItIsAskedFor() {
        String bare;
        try (LlamaChatEngine engine = open(Map.of())) {
            bare = textOf(engine, ask("hello", 40));
        }
        try (LlamaChatEngine engine = open(adapters)) {
            String formal = textOf(engine, ask("hello", 40).withModel("tiny:formal"));
            String brief = textOf(engine, ask("hello", 40).withModel("tiny:brief"));

            assertThat(List.of(bare, formal, brief)).doesNotHaveDuplicates();
            assertThat(textOf(engine, ask("hello", 40))).isEqualTo(bare);
            assertThat(textOf(engine, ask("hello", 40).withModel("tiny"))).isEqualTo(bare);
            assertThat(textOf(engine, ask("hello", 40).withModel("tiny:formal")))
                    .isEqualTo(formal);
        }
    }

    @Test
    void switchingUnderLoadGivesTheTextsOfOneAtATime() {
        List<GenerationRequest> requests = new ArrayList<>();
        for (int index = 0; index < 24; index++) {
            Sampling sampling = index % 2 == 0 ? Sampling.GREEDY : new Sampling(1, 0.9f, 0, index);
            requests.add(ask("question " + "and so on ".repeat(index % 7), sampling, 10 + index)
                    .withModel(List.of("", "tiny:formal", "tiny:brief").get(index % 3)));
        }
        try (LlamaChatEngine engine = open(adapters)) {
            List<String> alone =
                    requests.stream().map(request -> textOf(engine, request)).toList();

            List<String> together = Flux.fromIterable(requests)
                    .flatMapSequential(
                            request -> engine.generate(request).collectList().map(Answers::text), 24)
                    .collectList()
                    .block();

            assertThat(together).isEqualTo(alone);
        }
    }

    @Test
    void anUnknownAdapterIsRefusedNamingTheKnown() {
        try (LlamaChatEngine engine = open(adapters)) {
            StepVerifier.create(engine.generate(ask("hello", 5).withModel("tiny:rude")))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOfSatisfying(
                                    EngineException.Unsupported.class,
                                    refused -> assertThat(refused.parameter()).isEqualTo("model"))
                            .hasMessageContaining("'rude'")
                            .hasMessageContaining("brief, formal"))
                    .verify();
            assertThat(engine.statistics().inFlight()).isZero();
        }
    }

    @Test
    void loadsAndUnloadsAgainAndAgain() {
        for (int cycle = 0; cycle < 6; cycle++) {
            try (LlamaChatEngine engine = open(adapters)) {
                assertThat(textOf(engine, ask("cycle", 3).withModel("tiny:brief")))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void aFileThatIsNoAdapterIsNamed() {
        assertThatThrownBy(() -> open(Map.of("formal", model)))
                .isInstanceOf(EngineException.Unavailable.class)
                .hasMessageContaining("adapter formal")
                .hasMessageContaining("general.type")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> open(Map.of("gone", directory.resolve("gone.gguf"))))
                .isInstanceOf(EngineException.Unavailable.class)
                .hasMessageContaining("gone.gguf");
        assertThatThrownBy(() -> SETTINGS.withAdapters(Map.of("a:b", model)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a:b");
    }

    @Test
    void namesWithColonsOfTheirOwnAreUnderstood() {
        LlamaSettings settings = new LlamaSettings("qwen3:0.6b", false, 512, 4, 1, 64, 64).withAdapters(adapters);

        assertThat(settings.adapterFor("qwen3:0.6b")).isEmpty();
        assertThat(settings.adapterFor("qwen3:0.6b:formal")).isEqualTo("formal");
        assertThat(settings.adapterFor("")).isEmpty();
        assertThat(settings.adapterFor("local")).isEmpty();
        assertThat(settings.adapterFor("local:brief")).isEqualTo("brief");
    }
}
