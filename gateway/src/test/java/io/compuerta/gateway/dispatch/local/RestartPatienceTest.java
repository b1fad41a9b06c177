package io.compuerta.gateway.dispatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Sampling;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class RestartPatienceTest {

    private static final EngineHealth READY = new EngineHealth.Ready("m", 100, false);
    private static final EngineHealth COMING_BACK = new EngineHealth.Preparing("its worker died", true);
    private static final EngineEvent WORD = new EngineEvent.Text("word");
    private static final GenerationRequest REQUEST =
            GenerationRequest.of(List.of(new ChatMessage(ChatMessage.Role.USER, "?")), Sampling.GREEDY, 1);

    private final Mortal engine = new Mortal();
    private final RestartPatience patience = new RestartPatience(engine, Duration.ofSeconds(10));

    @Test
    void asksAgainOnceTheEngineIsBack() {
        engine.lives.add(dying());
        engine.lives.add(Flux.just(WORD));
        engine.health = COMING_BACK;

        StepVerifier.withVirtualTime(() -> patience.generate(REQUEST))
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(3))
                .then(() -> engine.health = READY)
                .thenAwait(Duration.ofSeconds(1))
                .expectNext(WORD)
                .verifyComplete();
    }

    @Test
    void asksAgainAtOnceWhenItIsBackAlready() {
        engine.lives.add(dying());
        engine.lives.add(Flux.just(WORD));
        engine.health = READY;

        StepVerifier.create(patience.generate(REQUEST)).expectNext(WORD).verifyComplete();
    }

    @Test
    void asksOnlyOnceMore() {
        engine.lives.add(dying());
        engine.lives.add(dying());
        engine.health = READY;

        StepVerifier.create(patience.generate(REQUEST))
                .expectError(EngineException.Unavailable.class)
                .verify();
        assertThat(engine.lives).isEmpty();
    }

    @Test
    void afterTheFirstWordADeathIsTheReadersToSee() {
        engine.lives.add(Flux.just(WORD).concatWith(dying()));
        engine.health = COMING_BACK;

        StepVerifier.create(patience.generate(REQUEST))
                .expectNext(WORD)
                .expectError(EngineException.Unavailable.class)
                .verify();
    }

    @Test
    void givesUpAfterItsTime() {
        engine.lives.add(dying());
        engine.health = COMING_BACK;

        StepVerifier.withVirtualTime(() -> patience.generate(REQUEST))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(9_900))
                .thenAwait(Duration.ofSeconds(1))
                .expectError(EngineException.Unavailable.class)
                .verify();
    }

    @Test
    void doesNotWaitForAModelThatIsStillBeingFetchedOrThatIsNotThere() {
        for (EngineHealth health :
                List.of(new EngineHealth.Preparing("fetching"), new EngineHealth.Unavailable("no model"))) {
            engine.lives.add(dying());
            engine.health = health;

            StepVerifier.create(patience.generate(REQUEST))
                    .expectError(EngineException.Unavailable.class)
                    .verify(Duration.ofSeconds(5));
        }
    }

    @Test
    void otherErrorsAreNotRetried() {
        engine.lives.add(Flux.error(new EngineException.ContextExceeded(2, 1)));
        engine.health = READY;

        StepVerifier.create(patience.generate(REQUEST))
                .expectError(EngineException.ContextExceeded.class)
                .verify();
    }

    private static Flux<EngineEvent> dying() {
        return Flux.error(new EngineException.Unavailable("gone"));
    }

    /** Each request has the next of its lives. */
    private static final class Mortal implements ChatEngine {
        private final Deque<Flux<EngineEvent>> lives = new ArrayDeque<>();
        private volatile EngineHealth health = READY;

        @Override
        public Flux<EngineEvent> generate(GenerationRequest request) {
            return Flux.defer(lives::remove);
        }

        @Override
        public EngineHealth health() {
            return health;
        }

        @Override
        public EngineStatistics statistics() {
            return EngineStatistics.NONE;
        }

        @Override
        public void close() {}
    }
}
