package io.compuerta.engine.llama;

import static io.compuerta.engine.llama.Answers.ask;
import static io.compuerta.engine.llama.Answers.end;
import static io.compuerta.engine.llama.Answers.text;
import static io.compuerta.engine.llama.Answers.textOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineEvent.FinishReason;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The engine on a tiny model of random weights: everything but the sense of its words. */
@Timeout(120)
class LlamaChatEngineTest {

    /** Far more than is generated while a test looks the other way. */
    private static final int LONG = 30_000;

    @TempDir
    private static Path directory;

    private static Path model;
    private static LlamaChatEngine engine;

    @BeforeAll
    static void load() {
        NativeLibrary.requireBundled();
        model = TinyQwen3Gguf.write(directory, 32_768, 7);
        engine = open(2, 16);
    }

    @AfterAll
    static void unload() {
        if (engine != null) {
            engine.close();
        }
    }

    private static LlamaChatEngine open(int slots, int queue) {
        return LlamaChatEngine.open(
                NativeLibrary.require(), model, new LlamaSettings("tiny", false, 32_768, slots, 1, queue, 64));
    }

    @Test
    void streamsTextAndThenExactlyOneEnd() {
        List<EngineEvent> events =
                engine.generate(ask("good morning", 40)).collectList().block();

        assertThat(events).hasSizeGreaterThan(20);
        assertThat(events.subList(0, events.size() - 1)).allMatch(EngineEvent.Text.class::isInstance);
        assertThat(end(events).reason()).isEqualTo(FinishReason.LENGTH);
        assertThat(end(events).usage().completionTokens()).isEqualTo(40);
        assertThat(end(events).usage().promptTokens()).isGreaterThan(10);
    }

    @Test
    void saysWhatItRuns() {
        assertThat(engine.health()).isEqualTo(new EngineHealth.Ready("tiny", 32_768, false));
    }

    @Test
    void greedyTextDependsOnThePromptOnly() {
        String first = textOf(engine, ask("one", 30));

        assertThat(textOf(engine, ask("one", 30))).isEqualTo(first);
        assertThat(textOf(engine, ask("two", 30))).isNotEqualTo(first);
    }

    @Test
    void theSameSeedGivesTheSameText() {
        Sampling warm = new Sampling(1.5f, 0.95f, 40, 42);
        String first = textOf(engine, ask("one", warm, 30));

        assertThat(textOf(engine, ask("one", warm, 30))).isEqualTo(first);
        assertThat(textOf(engine, ask("one", new Sampling(1.5f, 0.95f, 40, 43), 30)))
                .isNotEqualTo(first);
        assertThat(textOf(engine, ask("one", new Sampling(1.5f, 1, 0, -1), 30)))
                .isEqualTo(textOf(engine, ask("one", new Sampling(1.5f, 1, 0, -1), 30)));
    }

    @Test
    void moreRequestsThanSlotsAreAllAnswered() {
        String alone = textOf(engine, ask("the same", 60));

        List<String> together = Flux.range(0, 12)
                .flatMap(
                        index -> engine.generate(ask("the same", 60))
                                .collectList()
                                .map(Answers::text),
                        12)
                .collectList()
                .block();

        assertThat(together).hasSize(12).containsOnly(alone);
    }

    @Test
    void aFullQueueRefusesAtOnce() {
        try (LlamaChatEngine small = open(1, 1)) {
            Flux<EngineEvent> running = small.generate(ask("long", LONG));
            Flux<EngineEvent> waiting = small.generate(ask("long", LONG));
            var first = running.subscribe();
            var second = waiting.subscribe();

            StepVerifier.create(small.generate(ask("late", 1)))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOfSatisfying(
                                    EngineException.Overloaded.class,
                                    full -> assertThat(full.retryAfter())
                                            .isGreaterThanOrEqualTo(Duration.ofSeconds(1))))
                    .verify();
            first.dispose();
            second.dispose();

            assertThat(textOf(small, ask("after", 5))).isNotEmpty();
        }
    }

    @Test
    void cancellingStopsWithinAToken() {
        try (LlamaChatEngine small = open(1, 4)) {
            small.generate(ask("long", LONG)).take(3).blockLast();
            textOf(small, ask("short", 5));

            // Three were taken, a buffer of sixteen was filled ahead, one was being made.
            assertThat(small.statistics().completionTokens()).isLessThanOrEqualTo(3 + 16 + 1 + 5);
            assertThat(small.statistics().inFlight()).isZero();
        }
    }

    @Test
    void aReaderThatDoesNotAskGetsNothingMade() {
        try (LlamaChatEngine small = open(1, 4)) {
            StepVerifier.create(small.generate(ask("long", LONG)), 1)
                    .expectNextCount(1)
                    .then(() -> textOf(small, ask("other", 5)))
                    .then(() ->
                            assertThat(small.statistics().completionTokens()).isLessThanOrEqualTo(1 + 16 + 1 + 5))
                    .thenCancel()
                    .verify();
        }
    }

    @Test
    void aSlowReaderLosesItsPlaceButNotItsAnswer() {
        try (LlamaChatEngine small = open(1, 4)) {
            String undisturbed = textOf(small, ask("slow", 100));
            StringBuilder slow = new StringBuilder();

            StepVerifier.create(
                            small.generate(ask("slow", 100))
                                    .doOnNext(event ->
                                            slow.append(event instanceof EngineEvent.Text piece ? piece.text() : "")),
                            1)
                    .expectNextCount(1)
                    .then(() -> assertThat(textOf(small, ask("quick", 50))).isNotEmpty())
                    .thenRequest(Long.MAX_VALUE)
                    .thenConsumeWhile(event -> true)
                    .verifyComplete();

            assertThat(slow).hasToString(undisturbed);
        }
    }

    @Test
    void manySilentReadersDoNotLockOthersOut() {
        try (LlamaChatEngine small = open(2, 2)) {
            List<OneAtMost> silent = new ArrayList<>();
            for (int reader = 0; reader < SlotScheduler.MAX_PARKED + 10; reader++) {
                silent.add(small.generate(ask("silent", LONG)).subscribeWith(new OneAtMost()));
                assertThat(textOf(small, ask("loud", 5))).isNotEmpty();
            }

            assertThat(small.statistics().parked()).isBetween(SlotScheduler.MAX_PARKED - 2, SlotScheduler.MAX_PARKED);
            OneAtMost oldest = silent.getFirst();
            oldest.requestUnbounded();
            assertThat(oldest.error.join()).isInstanceOf(EngineException.Overloaded.class);
            silent.forEach(OneAtMost::dispose);
        }
    }

    @Test
    void aReaderThatBlocksHoldsUpNobody() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        engine.generate(ask("blocked", 30))
                .doOnNext(event -> {
                    blocked.countDown();
                    awaitQuietly(release);
                })
                .doOnComplete(done::countDown)
                .subscribe();
        blocked.await();

        assertThat(textOf(engine, ask("free", 60))).isNotEmpty();
        release.countDown();
        done.await();
    }

    @Test
    void nothingIsLostWhenAThirdIsCancelled() {
        Random random = new Random(11);
        try (LlamaChatEngine busy = open(8, 64)) {
            List<Integer> cutAfter = random.ints(64, 1, 40).boxed().toList();

            List<Boolean> ended = Flux.range(0, 64)
                    .flatMap(
                            index -> {
                                Flux<EngineEvent> answer = busy.generate(ask("number " + index, 40));
                                return index % 3 == 0
                                        ? answer.take(cutAfter.get(index)).then(Mono.just(true))
                                        : answer.last().map(EngineEvent.Finished.class::isInstance);
                            },
                            64)
                    .collectList()
                    .block();

            assertThat(ended).hasSize(64).containsOnly(true);
            assertThat(busy.statistics().inFlight()).isZero();
            assertThat(busy.statistics().parked()).isZero();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads one event, then no more. */
    private static final class OneAtMost extends BaseSubscriber<EngineEvent> {
        private final CompletableFuture<Throwable> error = new CompletableFuture<>();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(1);
        }

        @Override
        protected void hookOnError(Throwable failure) {
            error.complete(failure);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64})
    void theSizeOfPromptChunksDoesNotChangeTheText(int chunk) {
        GenerationRequest request = ask("a prompt of some length, read in pieces ".repeat(8), 30);
        String expected = textOf(engine, request);
        LlamaSettings settings = new LlamaSettings("tiny", false, 1024, 1, 1, 1, chunk);

        try (LlamaChatEngine other = LlamaChatEngine.open(NativeLibrary.require(), model, settings)) {
            assertThat(textOf(other, request)).isEqualTo(expected);
        }
    }

    @Test
    void aPromptLongerThanTheContextIsRefused() {
        LlamaSettings settings = new LlamaSettings("tiny", false, 256, 1, 1, 1, 64);
        try (LlamaChatEngine small = LlamaChatEngine.open(NativeLibrary.require(), model, settings)) {
            StepVerifier.create(small.generate(ask("x".repeat(1000), 5)))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOfSatisfying(EngineException.ContextExceeded.class, exceeded -> {
                                assertThat(exceeded.contextTokens()).isEqualTo(256);
                                assertThat(exceeded.promptTokens()).isGreaterThan(1000);
                            }))
                    .verify();
            StepVerifier.create(small.generate(ask("x".repeat(10_000_000), 5)))
                    .expectError(EngineException.ContextExceeded.class)
                    .verify();
        }
    }

    @Test
    void anAnswerEndsWhereTheContextEnds() {
        LlamaSettings settings = new LlamaSettings("tiny", false, 256, 1, 1, 1, 64);
        try (LlamaChatEngine small = LlamaChatEngine.open(NativeLibrary.require(), model, settings)) {
            EngineEvent.Finished end =
                    end(small.generate(ask("hello", 1000)).collectList().block());

            assertThat(end.reason()).isEqualTo(FinishReason.LENGTH);
            assertThat(end.usage().promptTokens() + end.usage().completionTokens())
                    .isEqualTo(256);
        }
    }

    @Test
    void stopStringsEndTheAnswerAndAreNotPartOfIt() {
        String whole = textOf(engine, ask("stop", 60));
        String stop = whole.substring(20, 26);
        List<EngineEvent> events = engine.generate(ask("stop", 60, "never met", stop))
                .collectList()
                .block();

        assertThat(text(events)).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(end(events).reason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void closingEndsWhatRunsAndWhatComes() {
        LlamaChatEngine closing = open(1, 4);
        StepVerifier.create(closing.generate(ask("long", LONG)))
                .expectNextCount(1)
                .then(closing::close)
                .thenConsumeWhile(event -> true)
                .expectError(EngineException.Unavailable.class)
                .verify();

        StepVerifier.create(closing.generate(ask("late", 1)))
                .expectError(EngineException.Unavailable.class)
                .verify();
        assertThat(closing.health()).isInstanceOf(EngineHealth.Unavailable.class);
        closing.close();
    }

    @Test
    void loadsAndUnloadsAgainAndAgain() {
        for (int cycle = 0; cycle < 12; cycle++) {
            try (LlamaChatEngine again = open(1, 1)) {
                assertThat(textOf(again, ask("cycle", 3))).isNotEmpty();
            }
        }
    }

    @Test
    void aMissingFileIsSaidInOneLine() {
        LlamaSettings settings = new LlamaSettings("none", false, 256, 1, 1, 1, 64);
        LlamaLibrary library = NativeLibrary.require();

        assertThatThrownBy(() -> LlamaChatEngine.open(library, directory.resolve("none.gguf"), settings))
                .isInstanceOf(EngineException.Unavailable.class)
                .hasMessageContaining("none.gguf")
                .hasMessageNotContaining("\n");
    }
}
