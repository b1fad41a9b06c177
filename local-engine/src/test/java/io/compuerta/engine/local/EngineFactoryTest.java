package io.compuerta.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.model.ModelSource;
import io.compuerta.engine.model.ModelStore;
import io.compuerta.engine.model.PullProgress;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.Soon;
import io.compuerta.engine.testing.SplitGguf;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

@Timeout(60)
class EngineFactoryTest {

    private static final GenerationRequest QUESTION =
            GenerationRequest.of(List.of(new ChatMessage(ChatMessage.Role.USER, "hello")), Sampling.GREEDY, 5);

    @TempDir
    private Path data;

    @Test
    void answersWithAModelOfTheStore() {
        NativeLibrary.require();
        TinyQwen3Gguf.write(data.resolve("models"));
        EngineSettings settings = EngineSettings.defaults(data).withDownload(false);

        try (ChatEngine engine = EngineFactory.open(settings, PullProgress.SILENT)) {
            ready(engine);

            assertThat(engine.health())
                    .isEqualTo(new EngineHealth.Ready("tiny-qwen3", TinyQwen3Gguf.CONTEXT_TOKENS, false));
            int promptTokens = promptTokens(engine);
            assertThat(engine.generate(QUESTION).blockLast())
                    .isInstanceOfSatisfying(EngineEvent.Finished.class, end -> {
                        assertThat(end.reason()).isEqualTo(EngineEvent.FinishReason.LENGTH);
                        assertThat(end.usage()).isEqualTo(new EngineEvent.Usage(promptTokens, promptTokens - 1, 5, 0));
                    });
        }
    }

    @Test
    void aSplitModelIsLoadedByItsFirstPart() throws IOException {
        NativeLibrary.require();
        SplitGguf.write(Files.createDirectories(data.resolve("models")), 3);
        EngineSettings settings = EngineSettings.defaults(data).withDownload(false);

        try (ChatEngine engine = EngineFactory.open(settings, PullProgress.SILENT)) {
            ready(engine);

            assertThat(engine.generate(QUESTION).blockLast()).isInstanceOf(EngineEvent.Finished.class);
            assertThat(engine.models()).containsExactly("tiny-split");
        }
    }

    @Test
    void furtherModelsOfTheStoreAnswerWhenTheyAreNamed() throws IOException {
        NativeLibrary.require();
        Path models = data.resolve("models");
        Files.copy(TinyQwen3Gguf.write(models, 512, 5), models.resolve("other.gguf"));
        EngineSettings settings = EngineSettings.defaults(data)
                .withDownload(false)
                .withModels(new ModelSettings(false, List.of("*"), 0, Duration.ZERO, Map.of()));

        try (ChatEngine engine = EngineFactory.open(settings, PullProgress.SILENT)) {
            ready(engine);

            assertThat(engine.models()).containsExactly("other", "tiny-qwen3");
            assertThat(engine.generate(QUESTION.withModel("tiny-qwen3")).blockLast())
                    .isInstanceOf(EngineEvent.Finished.class);
        }
    }

    @Test
    void adaptersOfTheirFolderAreOfferedWithTheModelTheyFit() throws IOException {
        NativeLibrary.require();
        Path models = data.resolve("models");
        Path base = TinyQwen3Gguf.write(models);
        Path adapters = Files.createDirectories(models.resolve("adapters"));
        TinyQwen3Gguf.writeAdapter(adapters, "es", 1);
        Files.writeString(adapters.resolve("broken.gguf"), "this is not an adapter, whatever its name may say");
        EngineSettings settings = EngineSettings.defaults(data).withDownload(false);

        try (ChatEngine engine = EngineFactory.open(settings, PullProgress.SILENT)) {
            ready(engine);

            assertThat(engine.models()).containsExactly("tiny-qwen3", "tiny-qwen3:es");
            assertThat(text(engine, "tiny-qwen3:es")).isNotEqualTo(text(engine, ""));
        }
        assertThat(base).exists();
    }

    private static List<EngineEvent> text(ChatEngine engine, String model) {
        return engine.generate(QUESTION.withModel(model)).collectList().block();
    }

    @Test
    void theModelThatServesIsLockedAgainstRemoval() {
        NativeLibrary.require();
        TinyQwen3Gguf.write(data.resolve("models"));
        ModelStore store = new ModelStore(data, ModelSource.HUGGING_FACE);

        try (ChatEngine engine =
                EngineFactory.open(EngineSettings.defaults(data).withDownload(false), PullProgress.SILENT)) {
            ready(engine);
            assertThat(store.isInUse(store.list().getFirst())).isTrue();
        }

        assertThat(store.isInUse(store.list().getFirst())).isFalse();
    }

    @Test
    void withoutAModelItSaysWhatToDo() {
        EngineSettings settings = EngineSettings.defaults(data).withDownload(false);

        try (ChatEngine engine = EngineFactory.open(settings, PullProgress.SILENT)) {
            String reason = unavailable(engine);

            assertThat(reason).contains("models pull").contains("--model").doesNotContain("\n");
            StepVerifier.create(engine.generate(QUESTION))
                    .expectErrorMessage(reason)
                    .verify();
        }
    }

    @Test
    void aBrokenModelFileIsNamed() throws IOException {
        Path broken = data.resolve("broken.gguf");
        Files.writeString(broken, "this is not a model, whatever its name may say");
        EngineSettings settings = EngineSettings.defaults(data).withModelFile(broken);

        try (ChatEngine engine = EngineFactory.open(settings, PullProgress.SILENT)) {
            assertThat(unavailable(engine)).contains("broken.gguf").contains("not a GGUF file");
        }
    }

    @Test
    void questionsWaitForTheLoadingButNotForADownload() {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicReference<Consumer<Preparation>> reporter = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        try (ChatEngine engine = new BackgroundEngine(report -> {
            reporter.set(report);
            report.accept(new Preparation.Fetching("m.gguf", 50, 200));
            started.countDown();
            await(asked);
            return new Parrot();
        })) {
            await(started);
            StepVerifier.create(engine.generate(QUESTION))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(EngineException.Unavailable.class)
                            .hasMessageContaining("25 %"))
                    .verify();

            reporter.get().accept(new Preparation.Loading("m"));
            assertThat(engine.health()).isEqualTo(new EngineHealth.Preparing("the local engine is loading m"));
            StepVerifier.create(engine.generate(QUESTION))
                    .then(asked::countDown)
                    .expectNext(new EngineEvent.Text("polly"))
                    .verifyComplete();
        }
    }

    @Test
    void closingWhileLoadingClosesWhatWasLoaded() {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        ChatEngine engine = new BackgroundEngine(report -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return new Parrot() {
                @Override
                public void close() {
                    closed.countDown();
                }
            };
        });
        await(started);

        engine.close();

        await(closed);
        assertThat(engine.health()).isEqualTo(new EngineHealth.Unavailable("the local engine is closed"));
    }

    private static int promptTokens(ChatEngine engine) {
        return ((EngineEvent.Finished) engine.generate(QUESTION).blockLast())
                .usage()
                .promptTokens();
    }

    private static void ready(ChatEngine engine) {
        Soon.until("an engine that is prepared", () -> {
            EngineHealth health = engine.health();
            if (health instanceof EngineHealth.Preparing preparing) {
                assertThat(preparing.reason()).contains("is l");
            }
            return !(health instanceof EngineHealth.Preparing);
        });
    }

    /** The final reason, after looking and loading. */
    private static String unavailable(ChatEngine engine) {
        Soon.until("an engine that is prepared", () -> !(engine.health() instanceof EngineHealth.Preparing));
        return ((EngineHealth.Unavailable) engine.health()).reason();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static class Parrot implements ChatEngine {
        @Override
        public Flux<EngineEvent> generate(GenerationRequest request) {
            return Flux.just(new EngineEvent.Text("polly"));
        }

        @Override
        public EngineHealth health() {
            return new EngineHealth.Ready("parrot", 1, false);
        }

        @Override
        public EngineStatistics statistics() {
            return EngineStatistics.NONE;
        }

        @Override
        public void close() {}
    }
}
