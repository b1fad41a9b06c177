package io.compuerta.engine.testing;

import static io.compuerta.engine.testing.Answers.ask;
import static io.compuerta.engine.testing.Answers.end;
import static io.compuerta.engine.testing.Answers.text;
import static io.compuerta.engine.testing.Answers.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineEvent.FinishReason;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.Sampling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/**
 * What every {@link ChatEngine} keeps, wherever it runs. The model is {@link TinyQwen3Gguf}, which babbles on until it is
 * stopped. Engines of the same shape are shared by the tests and closed at the end.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ChatEngineContract {

    /** Far more tokens than are generated while a test looks the other way. */
    protected static final int LONG = 30_000;

    private static final long BETWEEN_LOOKS = 1_000_000;

    private static final Shape USUAL = new Shape(32_768, 2, 16);
    private static final Shape ONE_SLOT = new Shape(32_768, 1, 4);
    private static final Shape NARROW = new Shape(32_768, 1, 1);
    private static final Shape SHORT_CONTEXT = new Shape(256, 1, 1);

    private final Map<Shape, ChatEngine> engines = new HashMap<>();

    private Path model;

    /** How an engine is to be opened: tokens of prompt and answer, requests at the same time, requests that may wait. */
    protected record Shape(int contextTokens, int slots, int queue) {}

    /** An engine that is ready, on one thread. */
    protected abstract ChatEngine open(Path modelFile, Shape shape);

    /** Events that may be made before the reader asks for them, buffers of all layers together. */
    protected abstract int readAhead();

    @BeforeAll
    void writeModel(@TempDir Path directory) {
        NativeLibrary.requireBundled();
        model = TinyQwen3Gguf.write(directory, 32_768, 7);
    }

    @AfterAll
    void closeAll() {
        engines.values().forEach(ChatEngine::close);
    }

    private ChatEngine engine() {
        return engine(USUAL);
    }

    private ChatEngine engine(Shape shape) {
        return engines.computeIfAbsent(shape, wanted -> open(model, wanted));
    }

    @Test
    void streamsTextAndThenExactlyOneEnd() {
        List<EngineEvent> events =
                engine().generate(ask("good morning", 40)).collectList().block();

        assertThat(events).hasSizeGreaterThan(20);
        assertThat(events.subList(0, events.size() - 1)).allMatch(EngineEvent.Text.class::isInstance);
        assertThat(end(events).reason()).isEqualTo(FinishReason.LENGTH);
        assertThat(end(events).usage().completionTokens()).isEqualTo(40);
        assertThat(end(events).usage().promptTokens()).isGreaterThan(10);
    }

    @Test
    void saysWhatItRunsAndHowItStands() {
        assertThat(engine().health())
                .isInstanceOfSatisfying(
                        EngineHealth.Ready.class,
                        ready -> assertThat(ready.contextTokens()).isEqualTo(32_768));
        assertThat(engine().statistics().slots()).isEqualTo(2);
    }

    @Test
    void greedyTextDependsOnThePromptOnly() {
        String first = textOf(engine(), ask("one", 30));

        assertThat(textOf(engine(), ask("one", 30))).isEqualTo(first);
        assertThat(textOf(engine(), ask("two", 30))).isNotEqualTo(first);
    }

    @Test
    void theSameSeedGivesTheSameText() {
        Sampling warm = new Sampling(1.5f, 0.95f, 40, 42);
        String first = textOf(engine(), ask("one", warm, 30));

        assertThat(textOf(engine(), ask("one", warm, 30))).isEqualTo(first);
        assertThat(textOf(engine(), ask("one", new Sampling(1.5f, 0.95f, 40, 43), 30)))
                .isNotEqualTo(first);
        assertThat(textOf(engine(), ask("one", new Sampling(1.5f, 1, 0, -1), 30)))
                .isEqualTo(textOf(engine(), ask("one", new Sampling(1.5f, 1, 0, -1), 30)));
    }

    @Test
    void textOfAnyScriptArrivesWhole() {
        assertThat(end(engine().generate(ask("¿Qué tal? 你好 \uD83D\uDE00 \u0000 half a pair: \uD83D", 5))
                                .collectList()
                                .block())
                        .reason())
                .isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void moreRequestsThanSlotsAreAllAnswered() {
        String alone = textOf(engine(), ask("the same", 60));

        List<String> together = Flux.range(0, 12)
                .flatMap(
                        index -> engine().generate(ask("the same", 60))
                                .collectList()
                                .map(Answers::text),
                        12)
                .collectList()
                .block();

        assertThat(together).hasSize(12).containsOnly(alone);
    }

    @Test
    void aFullQueueRefusesAtOnceWithAHint() {
        ChatEngine narrow = engine(NARROW);

        // One is answered, one waits; a few more may come in while a reader has its hands full.
        StepVerifier.create(Flux.range(0, 10)
                        .flatMap(index -> narrow.generate(ask("long", LONG)), 10)
                        .ignoreElements())
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                EngineException.Overloaded.class,
                                full -> assertThat(full.retryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(1))))
                .verify();
        awaitInFlight(narrow, 0);

        assertThat(textOf(narrow, ask("after", 5))).isNotEmpty();
    }

    @Test
    void cancellingStopsWithinAToken() {
        ChatEngine one = engine(ONE_SLOT);
        textOf(one, ask("first", 1));
        long before = one.statistics().completionTokens();

        one.generate(ask("long", LONG)).take(3).blockLast();
        textOf(one, ask("short", 5));

        assertThat(one.statistics().completionTokens() - before).isLessThanOrEqualTo(3 + readAhead() + 1 + 5);
        assertThat(one.statistics().inFlight()).isZero();
    }

    @Test
    void aReaderThatDoesNotAskGetsNothingMade() {
        ChatEngine one = engine(ONE_SLOT);
        textOf(one, ask("first", 1));
        long before = one.statistics().completionTokens();

        StepVerifier.create(one.generate(ask("long", LONG)), 1)
                .expectNextCount(1)
                .then(() -> textOf(one, ask("other", 5)))
                .then(() -> assertThat(one.statistics().completionTokens() - before)
                        .isLessThanOrEqualTo(1 + readAhead() + 1 + 5))
                .thenCancel()
                .verify();
    }

    @Test
    void aSlowReaderLosesItsPlaceButNotItsAnswer() {
        ChatEngine one = engine(ONE_SLOT);
        String undisturbed = textOf(one, ask("slow", 100));
        StringBuilder slow = new StringBuilder();

        StepVerifier.create(
                        one.generate(ask("slow", 100))
                                .doOnNext(event ->
                                        slow.append(event instanceof EngineEvent.Text piece ? piece.text() : "")),
                        1)
                .expectNextCount(1)
                .then(() -> assertThat(textOf(one, ask("quick", 50))).isNotEmpty())
                .thenRequest(Long.MAX_VALUE)
                .thenConsumeWhile(event -> true)
                .verifyComplete();

        assertThat(slow).hasToString(undisturbed);
    }

    @Test
    void aReaderThatBlocksHoldsUpNobody() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        engine().generate(ask("blocked", 30))
                .doOnNext(event -> {
                    blocked.countDown();
                    awaitQuietly(release);
                })
                .doOnComplete(done::countDown)
                .subscribe();
        blocked.await();

        assertThat(textOf(engine(), ask("free", 60))).isNotEmpty();
        release.countDown();
        done.await();
    }

    @Test
    void nothingIsLostWhenAThirdIsCancelled() {
        Random random = new Random(11);
        ChatEngine busy = engine(new Shape(32_768, 8, 64));
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
        awaitInFlight(busy, 0);
        assertThat(busy.statistics().parked()).isZero();
    }

    @Test
    void aPromptLongerThanTheContextIsRefused() {
        ChatEngine small = engine(SHORT_CONTEXT);

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

    @Test
    void anAnswerEndsWhereTheContextEnds() {
        EngineEvent.Finished end = end(
                engine(SHORT_CONTEXT).generate(ask("hello", 1000)).collectList().block());

        assertThat(end.reason()).isEqualTo(FinishReason.LENGTH);
        assertThat(end.usage().promptTokens() + end.usage().completionTokens()).isEqualTo(256);
    }

    @Test
    void stopStringsEndTheAnswerAndAreNotPartOfIt() {
        String whole = textOf(engine(), ask("stop", 60));
        String stop = whole.substring(20, 26);
        List<EngineEvent> events = engine().generate(ask("stop", 60, "never met", stop))
                .collectList()
                .block();

        assertThat(text(events)).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(end(events).reason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void closingEndsWhatRunsAndWhatComes() {
        ChatEngine closing = open(model, ONE_SLOT);
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

    /** Statistics of an engine elsewhere come a moment later; the test's time limit is the limit. */
    private static void awaitInFlight(ChatEngine engine, int count) {
        while (engine.statistics().inFlight() != count) {
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
    }

    /** Waits for an engine that prepares itself in the background. */
    protected static <E extends ChatEngine> E ready(E engine) {
        while (engine.health() instanceof EngineHealth.Preparing) {
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
        assertThat(engine.health()).isInstanceOf(EngineHealth.Ready.class);
        return engine;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
