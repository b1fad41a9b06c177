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
import io.compuerta.engine.testing.Soon;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

@Timeout(60)
class ModelPoolTest {

    private final List<String> happened = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong now = new AtomicLong();
    private final ModelPool pool = new ModelPool(
            List.of(model("a", 40), model("b", 40), model("c", 40), model("huge", 500), broken()),
            new Named("a"),
            100,
            Duration.ZERO,
            now::get);

    @AfterEach
    void close() {
        pool.close();
    }

    private PooledModel model(String name, long bytes) {
        return new PooledModel(name, List.of("es"), bytes, () -> new Named(name));
    }

    private static PooledModel broken() {
        return new PooledModel("broken", List.of(), 1, () -> {
            throw new EngineException.Unavailable("this file is broken");
        });
    }

    private static GenerationRequest ask(String model) {
        return GenerationRequest.of(List.of(new ChatMessage(ChatMessage.Role.USER, "hi")), Sampling.GREEDY, 5)
                .withModel(model);
    }

    private String answer(String model) {
        now.addAndGet(1);
        return ((EngineEvent.Text) pool.generate(ask(model)).blockFirst()).text();
    }

    @Test
    void requestsGetTheModelTheyName() {
        assertThat(answer("")).isEqualTo("a answers ''");
        assertThat(answer("b")).isEqualTo("b answers 'b'");
        assertThat(answer("b:es")).isEqualTo("b answers 'b:es'");
        assertThat(pool.models()).containsExactly("a", "a:es", "b", "b:es", "c", "c:es", "huge", "huge:es", "broken");
    }

    @Test
    void modelsAreLoadedWhenTheyAreFirstAskedFor() {
        assertThat(pool.loaded()).containsExactly("a");

        answer("b");
        answer("b");

        assertThat(pool.loaded()).containsExactly("a", "b");
        assertThat(happened).containsExactly("opened a", "opened b");
    }

    @Test
    void theLeastRecentlyUsedGoesBeforeAnotherComes() {
        answer("b");
        answer("");

        answer("c");

        assertThat(pool.loaded()).containsExactly("a", "c");
        assertThat(happened).containsExactly("opened a", "opened b", "closed b", "opened c");
    }

    @Test
    void aModelThatAnswersIsNeverUnloaded() {
        Sinks.Empty<Void> end = Sinks.empty();
        Named.until = end;
        StepVerifier first = StepVerifier.create(pool.generate(ask("a")))
                .expectNextCount(1)
                .thenCancel()
                .verifyLater();
        first.verify();
        var busyA = pool.generate(ask("a")).subscribe();
        var busyB = pool.generate(ask("b")).subscribe();
        Soon.until("both are loaded", () -> pool.loaded().size() == 2);

        StepVerifier.create(pool.generate(ask("c")))
                .expectErrorSatisfies(error -> assertThat(error).isInstanceOf(EngineException.Overloaded.class))
                .verify();
        assertThat(pool.loaded()).containsExactly("a", "b");

        busyB.dispose();
        Named.until = null;
        assertThat(answer("c")).isEqualTo("c answers 'c'");
        assertThat(pool.loaded()).containsExactly("a", "c");
        busyA.dispose();
    }

    @Test
    void whatIsIdleIsUnloadedAndComesBackWhenAsked() {
        try (ModelPool lazy = new ModelPool(
                List.of(model("a", 40), model("b", 40)), new Named("a"), 100, Duration.ofHours(1), now::get)) {
            now.set(Duration.ofMinutes(59).toNanos());
            lazy.unloadIdle();
            assertThat(lazy.loaded()).containsExactly("a");

            now.set(Duration.ofMinutes(61).toNanos());
            lazy.unloadIdle();

            assertThat(lazy.loaded()).isEmpty();
            assertThat(lazy.health()).isEqualTo(new EngineHealth.Ready("a", 1, false));
            assertThat(lazy.generate(ask("")).blockFirst()).isEqualTo(new EngineEvent.Text("a answers ''"));
        }
    }

    @Test
    void unknownModelsAndAdaptersAreSaid() {
        for (String unknown : List.of("z", "a:fr", "broken:es")) {
            StepVerifier.create(pool.generate(ask(unknown)))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOfSatisfying(
                                    EngineException.Unsupported.class,
                                    unsupported ->
                                            assertThat(unsupported.parameter()).isEqualTo("model"))
                            .hasMessageContaining("a:es"))
                    .verify();
        }
    }

    @Test
    void aModelThatIsTooLargeOrBrokenHurtsNoOther() {
        StepVerifier.create(pool.generate(ask("huge")))
                .expectErrorSatisfies(error -> assertThat(error).isInstanceOf(EngineException.Unavailable.class))
                .verify();
        for (int attempt = 0; attempt < 2; attempt++) {
            StepVerifier.create(pool.generate(ask("broken")))
                    .expectErrorMessage("this file is broken")
                    .verify();
        }

        assertThat(answer("b")).isEqualTo("b answers 'b'");
        assertThat(pool.loaded()).containsExactly("a", "b");
    }

    @Test
    void everyModelCountsForItselfAndGoesOnCountingWhenItComesBack() {
        answer("b");
        answer("b");
        answer("");
        assertThat(pool.statistics("b").completionTokens()).isEqualTo(2);
        assertThat(pool.statistics("b").slots()).isEqualTo(1);

        answer("c");
        assertThat(pool.loaded()).containsExactly("a", "c");
        assertThat(pool.statistics("b").completionTokens()).isEqualTo(2);
        assertThat(pool.statistics("b").slots()).isZero();
        answer("b");

        assertThat(pool.statistics("b").completionTokens()).isEqualTo(3);
        assertThat(pool.statistics().completionTokens()).isEqualTo(1);
        assertThat(pool.statistics("nobody")).isEqualTo(EngineStatistics.NONE);
        assertThat(pool.plainModels()).containsExactly("a", "b", "c", "huge", "broken");
    }

    @Test
    void closingClosesAll() {
        answer("b");

        pool.close();

        assertThat(happened).contains("closed a", "closed b");
        assertThat(pool.health()).isInstanceOf(EngineHealth.Unavailable.class);
        StepVerifier.create(pool.generate(ask("a")))
                .expectErrorMessage("the local engine is closed")
                .verify();
    }

    private final class Named implements ChatEngine {
        private static volatile Sinks.Empty<Void> until;

        private final String name;
        private long answers;

        private Named(String name) {
            this.name = name;
            happened.add("opened " + name);
        }

        @Override
        public Flux<EngineEvent> generate(GenerationRequest request) {
            answers++;
            Flux<EngineEvent> text = Flux.just(new EngineEvent.Text(name + " answers '" + request.model() + "'"));
            return until == null ? text : text.concatWith(until.asMono().then(reactor.core.publisher.Mono.empty()));
        }

        @Override
        public EngineHealth health() {
            return new EngineHealth.Ready(name, 1, false);
        }

        @Override
        public EngineStatistics statistics() {
            return new EngineStatistics(1, 0, 0, 0, 0, 0, answers, 0, 0, 0, 0, 0, 0, 0);
        }

        @Override
        public void close() {
            happened.add("closed " + name);
        }
    }
}
