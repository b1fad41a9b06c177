package io.compuerta.engine.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.Embedding;
import io.compuerta.engine.EmbeddingModel;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.testing.Soon;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class SentencePoolTest {

    private static final EmbeddingModel DESCRIPTION = new EmbeddingModel("gate", 1, 1, 16, "00");
    private static final Duration AMPLE = Duration.ofMinutes(1);

    @Test
    void warmingUpLoadsTheModelBeforeAnybodyAsks() throws InterruptedException {
        Gate gate = new Gate();
        try (Embedder embedder = embedder(1, 8, () -> gate)) {
            embedder.warmUp();
            gate.entered.await();

            assertThat(embedder.health()).isInstanceOf(EngineHealth.Ready.class);
            gate.open();
        }
    }

    @Test
    void aMissingModelIsSaidAndNotSoughtTwice() {
        AtomicInteger tries = new AtomicInteger();
        Embedder embedder = embedder(1, 8, () -> {
            tries.incrementAndGet();
            throw new IOException("not on the class path");
        });

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> embedder.embed(List.of("x"), AMPLE).block())
                    .isInstanceOf(EngineException.Unavailable.class)
                    .hasMessageContaining("not on the class path");
        }

        assertThat(tries).hasValue(1);
        assertThat(embedder.health()).isInstanceOf(EngineHealth.Unavailable.class);
        embedder.close();
    }

    @Test
    void aPassedDeadlineIsATimeout() {
        Gate gate = new Gate();
        try (Embedder embedder = embedder(1, 8, () -> gate)) {
            assertThatThrownBy(() -> embedder.embed(List.of("a", "b", "c"), Duration.ofMillis(20))
                            .block())
                    .hasCauseInstanceOf(TimeoutException.class);

            gate.open();
        }
    }

    @Test
    void whatNobodyWaitsForIsNotComputed() throws InterruptedException {
        Gate gate = new Gate();
        try (Embedder embedder = embedder(1, 8, () -> gate)) {
            Disposable call = embedder.embed(List.of("a", "b", "c"), AMPLE).subscribe();
            gate.entered.await();
            call.dispose();
            gate.open();

            assertThat(embedder.embed(List.of("d"), AMPLE).block()).hasSize(1);
            assertThat(gate.seen).as("a, which was being computed, and d").hasValue(2);
        }
    }

    @Test
    void callsBeyondTheQueueAreRefusedWithAHint() {
        Gate gate = new Gate();
        try (Embedder embedder = embedder(1, 2, () -> gate)) {
            Mono<List<Embedding>> first = embedder.embed(List.of("a"), AMPLE).cache();
            Mono<List<Embedding>> second = embedder.embed(List.of("b"), AMPLE).cache();
            first.subscribe();
            second.subscribe();

            assertThatThrownBy(() -> embedder.embed(List.of("c"), AMPLE).block())
                    .isInstanceOfSatisfying(
                            EngineException.Overloaded.class,
                            e -> assertThat(e.retryAfter()).isPositive());

            gate.open();
            assertThat(first.block()).hasSize(1);
            assertThat(second.block()).hasSize(1);
        }
    }

    /** A look-up of one text comes in after a document of a hundred and is answered before it. */
    @Test
    void aShortCallDoesNotWaitForALongOne() throws InterruptedException {
        Gate gate = new Gate();
        try (Embedder embedder = embedder(1, 8, () -> gate)) {
            List<String> document =
                    IntStream.range(0, 100).mapToObj(i -> "line " + i).toList();
            AtomicInteger seenAtTheEnd = new AtomicInteger();
            CountDownLatch both = new CountDownLatch(2);
            embedder.embed(document, AMPLE).subscribe(done -> both.countDown());
            gate.entered.await();
            embedder.embed(List.of("short"), AMPLE)
                    .doOnNext(done -> seenAtTheEnd.set(gate.order("short")))
                    .subscribe(done -> both.countDown());

            gate.open();
            both.await();

            assertThat(seenAtTheEnd.get()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void closingEndsTheCallsThatWait() throws InterruptedException {
        Gate gate = new Gate();
        Embedder embedder = embedder(1, 8, () -> gate);
        Mono<List<Embedding>> first = embedder.embed(List.of("a", "b"), AMPLE).cache();
        Mono<List<Embedding>> second = embedder.embed(List.of("c"), AMPLE).cache();
        first.subscribe(done -> {}, e -> {});
        second.subscribe(done -> {}, e -> {});
        gate.entered.await();

        gate.open();
        embedder.close();

        assertThat(gate.closed).hasValue(1);
        assertThat(ending(first)).isIn("done", "Unavailable");
        assertThat(ending(second)).isIn("done", "Unavailable");
    }

    /** Errors beyond exceptions too: a place in the queue that is not given back is gone for good. */
    @ParameterizedTest
    @MethodSource("errorsOfOneCall")
    void anErrorEndsItsCallAndGivesItsPlaceBack(Error error, int threads) {
        AtomicReference<Error> next = new AtomicReference<>(error);
        try (Embedder embedder = embedder(threads, 1, () -> new Failing(next))) {
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> embedder.embed(List.of("x"), AMPLE).block())
                        .isInstanceOf(EngineException.Unavailable.class)
                        .hasMessageEndingWith("failed: " + error.getClass().getName());
            }
            next.set(null);

            assertThat(embedder.embed(List.of("x"), AMPLE).block()).hasSize(1);
            assertThat(embedder.health()).isInstanceOf(EngineHealth.Ready.class);
        }
    }

    static Stream<Arguments> errorsOfOneCall() {
        return Stream.of(
                Arguments.of(new OutOfMemoryError("simulated"), 2),
                Arguments.of(new StackOverflowError("simulated"), 1),
                Arguments.of(new AssertionError("simulated"), 1),
                Arguments.of(new NoClassDefFoundError("simulated"), 1));
    }

    @Test
    void whenItsOnlyThreadRunsOutOfMemoryTheEmbedderIsBroken() {
        AtomicReference<Error> next = new AtomicReference<>(new OutOfMemoryError("simulated"));
        try (Embedder embedder = embedder(1, 2, () -> new Failing(next))) {
            assertThatThrownBy(() -> embedder.embed(List.of("x"), AMPLE).block())
                    .isInstanceOf(EngineException.Unavailable.class);
            Soon.until("an embedder that says so", () -> embedder.health() instanceof EngineHealth.Unavailable);
            next.set(null);

            assertThatThrownBy(() -> embedder.embed(List.of("x"), AMPLE).block())
                    .isInstanceOf(EngineException.Unavailable.class)
                    .hasMessageContaining("OutOfMemoryError");
        }
    }

    @Test
    void runningOutOfMemoryWhileWarmingUpIsSaid() {
        try (Embedder embedder = embedder(1, 2, () -> {
            throw new OutOfMemoryError("simulated");
        })) {
            embedder.warmUp();

            Soon.until("an embedder that says so", () -> embedder.health() instanceof EngineHealth.Unavailable);
        }
    }

    /** A model that fails with what it is told, or not at all. */
    private record Failing(AtomicReference<Error> next) implements SentenceModel {

        @Override
        public List<Embedding> embed(List<String> texts, BooleanSupplier unwanted) {
            Error error = next.get();
            if (error != null) {
                throw error;
            }
            return List.of(new Embedding(new float[] {1}, 3, false));
        }

        @Override
        public void close() {}
    }

    @Test
    void noTextsNeedNoModel() {
        try (Embedder embedder = embedder(1, 1, () -> {
            throw new IOException("must not be asked");
        })) {
            assertThat(embedder.embed(List.of(), AMPLE).block()).isEmpty();
        }
    }

    private static String ending(Mono<List<Embedding>> call) {
        return call.map(done -> "done")
                .onErrorResume(e -> Mono.just(e.getClass().getSimpleName()))
                .block();
    }

    private static Embedder embedder(int threads, int queue, SentencePool.Loader loader) {
        return new SentencePool(new PoolSettings(threads, queue, 0), DESCRIPTION, loader);
    }

    /** A model that computes nothing and waits until it is let go on. */
    private static final class Gate implements SentenceModel {

        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);
        private final AtomicInteger seen = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();
        private final java.util.Map<String, Integer> order = new java.util.concurrent.ConcurrentHashMap<>();

        void open() {
            opened.countDown();
        }

        int order(String text) {
            return order.getOrDefault(text, Integer.MAX_VALUE);
        }

        @Override
        public List<Embedding> embed(List<String> texts, BooleanSupplier unwanted) {
            return List.of(embed(texts.getFirst()));
        }

        private Embedding embed(String text) {
            order.put(text, seen.getAndIncrement());
            entered.countDown();
            try {
                opened.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Embedding(new float[] {1}, 3, false);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
