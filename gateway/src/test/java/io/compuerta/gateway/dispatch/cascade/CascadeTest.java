package io.compuerta.gateway.dispatch.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.dispatch.local.WatchedEvent;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.CascadeVerdict;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.FinishReason;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.policy.decide.Doubt;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Route;
import io.compuerta.policy.money.TokenCount;
import io.compuerta.policy.money.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

class CascadeTest {

    private static final ModelId ENGINE = ModelId.local("small");
    private static final ModelId BIG = new ModelId("stub", "big");
    private static final Doubt DOUBT = new Doubt(8, OptionalDouble.of(-1.2), OptionalDouble.empty(), true);
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Cascade cascade = new Cascade(DEADLINE);
    private final Script steps = new Script();

    /** What is asked of the cascade's surroundings, with a premium model that answers unless told otherwise. */
    private static final class Script implements Cascade.Steps {

        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger askedAgain = new AtomicInteger();
        private Flux<AnswerEvent> elsewhere =
                Flux.just(begin(new Route.Premium("premium", BIG), Optional.empty()), text("better"), FINISH);

        @Override
        public Origin local() {
            return origin(new Route.Local("local", ENGINE));
        }

        @Override
        public Flux<AnswerEvent> elsewhere() {
            asked.incrementAndGet();
            return elsewhere;
        }

        @Override
        public Flux<AnswerEvent> again() {
            askedAgain.incrementAndGet();
            return Flux.just(begin(new Route.Local("local", ENGINE), Optional.empty()), text("again"), FINISH);
        }
    }

    private static final AnswerEvent FINISH = new AnswerEvent.Finish(0, FinishReason.STOP);
    private static final AnswerEvent USAGE = new AnswerEvent.Usage(TokenUsage.of(9, 30));

    /** No timer of these tests runs on a real thread. */
    @BeforeEach
    void stopTheClock() {
        VirtualTimeScheduler.getOrSet();
    }

    @AfterEach
    void startTheClock() {
        VirtualTimeScheduler.reset();
    }

    @Test
    void aGoodAnswerGoesOutWholeAndInOrder() {
        List<WatchedEvent> local = new ArrayList<>();
        local.add(new WatchedEvent(new AnswerEvent.Reasoning(0, "Let me see.")));
        IntStream.range(0, 30).forEach(i -> local.add(token("w" + i + " ", -0.2)));
        local.add(new WatchedEvent(FINISH));
        local.add(new WatchedEvent(USAGE));

        List<AnswerEvent> events = watch(Flux.fromIterable(local)).collectList().block();

        List<AnswerEvent> expected = new ArrayList<>();
        expected.add(begin(new Route.Local("local", ENGINE), Optional.of(CascadeVerdict.CONFIDENT)));
        local.forEach(watched -> expected.add(watched.event().orElseThrow()));
        assertThat(events).isEqualTo(expected);
        assertThat(steps.asked).hasValue(0);
    }

    @Test
    void nothingIsSaidBeforeTheVerdict() {
        TestPublisher<WatchedEvent> local = TestPublisher.create();
        List<AnswerEvent> said = new ArrayList<>();

        StepVerifier.create(watch(local.flux()).doOnNext(said::add))
                .then(() -> IntStream.range(0, 7).forEach(i -> local.next(token("w" + i + " ", -0.2))))
                .then(() -> assertThat(said).isEmpty())
                .then(() -> local.next(token("eighth ", -0.2)))
                .expectNext(begin(new Route.Local("local", ENGINE), Optional.of(CascadeVerdict.CONFIDENT)))
                .expectNextCount(8)
                .then(() -> local.next(token("ninth ", -0.2)))
                .expectNext(text("ninth "))
                .then(local::complete)
                .verifyComplete();
    }

    @Test
    void aDoubtfulAnswerIsCancelledAtOnceAndTheOtherTakesItsPlace() {
        TestPublisher<WatchedEvent> local = TestPublisher.create();
        steps.elsewhere = Flux.never();

        StepVerifier.create(watch(local.flux()))
                .then(() -> IntStream.range(0, 8).forEach(i -> local.next(token("w" + i + " ", -3))))
                .assertNext(event -> assertThat(event).isInstanceOfSatisfying(AnswerEvent.Discarded.class, work -> {
                    assertThat(work.tokens().completion()).isEqualTo(8);
                    assertThat(work.count()).isEqualTo(TokenCount.ESTIMATED);
                }))
                .then(() -> local.assertCancelled())
                .thenCancel()
                .verify();
        assertThat(steps.asked).hasValue(1);
    }

    @Test
    void theOtherAnswerSaysWhyItCame() {
        List<AnswerEvent> events = watch(answer("I'm sorry, but I can't help with that."))
                .collectList()
                .block();

        assertThat(events)
                .containsExactly(
                        new AnswerEvent.Discarded(
                                new Route.Local("local", ENGINE), TokenUsage.of(9, 30), TokenCount.REPORTED),
                        begin(new Route.Premium("premium", BIG), Optional.of(CascadeVerdict.REFUSAL)),
                        text("better"),
                        FINISH);
    }

    @Test
    void anEmptyAnswerIsTakenElsewhere() {
        List<AnswerEvent> events = watch(Flux.just(new WatchedEvent(FINISH), new WatchedEvent(USAGE)))
                .collectList()
                .block();

        assertThat(events).contains(begin(new Route.Premium("premium", BIG), Optional.of(CascadeVerdict.EMPTY)));
    }

    @Test
    void aToolCallIsNeverTakenBack() {
        AnswerEvent call = new AnswerEvent.ToolCall(0, 0, "call_1", "look_up");
        AnswerEvent arguments = new AnswerEvent.ToolArguments(0, 0, "{}");

        List<AnswerEvent> events = watch(Flux.just(
                        token("I'm not sure. ", -6),
                        new WatchedEvent(call),
                        new WatchedEvent(arguments),
                        new WatchedEvent(FINISH)))
                .collectList()
                .block();

        assertThat(events)
                .containsExactly(
                        begin(new Route.Local("local", ENGINE), Optional.of(CascadeVerdict.TOOL_CALL)),
                        text("I'm not sure. "),
                        call,
                        arguments,
                        FINISH);
    }

    @Test
    void anErrorBeforeTheVerdictIsTheFallbacksToTake() {
        Flux<WatchedEvent> broken =
                Flux.just(token("w ", -0.1)).concatWith(Flux.error(new GatewayError.Unavailable("gone")));

        StepVerifier.create(watch(broken))
                .expectError(GatewayError.Unavailable.class)
                .verify(DEADLINE);
        assertThat(steps.asked).hasValue(0);
    }

    @Test
    void anErrorAfterTheVerdictComesAfterAllThatWasSaid() {
        Flux<WatchedEvent> broken = Flux.range(0, 8)
                .map(i -> token("w" + i + " ", -0.1))
                .concatWith(Flux.error(new GatewayError.Unavailable("gone")));

        StepVerifier.create(watch(broken), 0)
                .thenRequest(1)
                .expectNextCount(1)
                .thenRequest(8)
                .expectNextCount(8)
                .expectError(GatewayError.Unavailable.class)
                .verify(DEADLINE);
    }

    @Test
    void aSlowAnswerIsShownWhenTheTimeIsOver() {
        StepVerifier.withVirtualTime(() ->
                        watch(Flux.interval(Duration.ofSeconds(2)).map(i -> token("w" + i + " ", -0.1))))
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(2).plus(DEADLINE))
                .expectNext(begin(new Route.Local("local", ENGINE), Optional.of(CascadeVerdict.UNDECIDED)))
                .expectNext(text("w0 "), text("w1 "), text("w2 "))
                .thenAwait(Duration.ofSeconds(1))
                .expectNext(text("w3 "))
                .thenCancel()
                .verify();
    }

    @Test
    void waitingForASlotDoesNotCountAgainstTheAnswer() {
        StepVerifier.withVirtualTime(() -> watch(Mono.delay(Duration.ofMinutes(1))
                        .thenMany(Flux.range(0, 8).map(i -> token("w" + i + " ", -0.1)))))
                .expectSubscription()
                .expectNoEvent(Duration.ofMinutes(1))
                .expectNext(begin(new Route.Local("local", ENGINE), Optional.of(CascadeVerdict.CONFIDENT)))
                .expectNextCount(8)
                .verifyComplete();
    }

    @Test
    void aCallerWhoLeavesDuringTheWindowFreesTheEngine() {
        TestPublisher<WatchedEvent> local = TestPublisher.create();

        StepVerifier.create(watch(local.flux()))
                .then(() -> local.next(token("w ", -0.1)))
                .thenCancel()
                .verify();

        local.assertCancelled();
        assertThat(steps.asked).hasValue(0);
    }

    @Test
    void aWholeLocalAnswerIsUsedAfterAllWhenNobodyElseAnswers() {
        steps.elsewhere = Flux.error(new GatewayError.Unavailable("no key"));

        List<AnswerEvent> events = watch(answer("No lo sé.")).collectList().block();

        assertThat(events)
                .containsExactly(
                        new AnswerEvent.Discarded(
                                new Route.Local("local", ENGINE), TokenUsage.of(9, 30), TokenCount.REPORTED),
                        new AnswerEvent.Discarded(
                                new Route.Local("local", ENGINE), TokenUsage.NONE, TokenCount.REPORTED),
                        begin(new Route.Local("local", ENGINE), Optional.of(CascadeVerdict.PREMIUM_FAILED)),
                        text("No lo sé."),
                        FINISH,
                        USAGE);
        assertThat(steps.askedAgain).hasValue(0);
    }

    @Test
    void aCancelledLocalAnswerIsGivenAgainWhenNobodyElseAnswers() {
        steps.elsewhere = Flux.error(new GatewayError.Unavailable("no key"));

        List<AnswerEvent> events = watch(Flux.range(0, 30).map(i -> token("w" + i + " ", -3)))
                .collectList()
                .block();

        assertThat(events)
                .hasSize(4)
                .endsWith(
                        begin(new Route.Local("local", ENGINE), Optional.of(CascadeVerdict.PREMIUM_FAILED)),
                        text("again"),
                        FINISH);
        assertThat(steps.askedAgain).hasValue(1);
    }

    @Test
    void aPremiumAnswerThatBreaksOffIsNotRepairedByTheLocalOne() {
        steps.elsewhere = Flux.concat(
                Flux.just(begin(new Route.Premium("premium", BIG), Optional.empty()), text("half")),
                Flux.error(new GatewayError.Unavailable("cut")));

        StepVerifier.create(watch(answer("No lo sé.")))
                .expectNextCount(3)
                .expectError(GatewayError.Unavailable.class)
                .verify(DEADLINE);
    }

    @Test
    void aJsonAnswerIsNotJudgedByItsTokens() {
        var json = Chat.json("auto", "Is it so?");
        json.putObject("response_format").put("type", "json_object");

        List<AnswerEvent> events = cascade.watch(
                        Flux.range(0, 9).map(i -> token("w" + i + " ", -8)), new ChatRequest(json), DOUBT, steps)
                .collectList()
                .block();

        assertThat(events).startsWith(begin(new Route.Local("local", ENGINE), Optional.of(CascadeVerdict.CONFIDENT)));
    }

    @Test
    void severalAnswersToOneRequestAreNotWatched() {
        assertThat(Cascade.canWatch(new ChatRequest(Chat.json("auto", "x").put("n", 2))))
                .isFalse();
        assertThat(Cascade.canWatch(new ChatRequest(Chat.json("auto", "x").put("n", 1))))
                .isTrue();
        assertThat(Cascade.canWatch(new ChatRequest(Chat.json("auto", "x")))).isTrue();
    }

    private Flux<AnswerEvent> watch(Flux<WatchedEvent> local) {
        return cascade.watch(local, new ChatRequest(Chat.json("auto", "How much is it?")), DOUBT, steps);
    }

    private static Flux<WatchedEvent> answer(String text) {
        return Flux.just(token(text, -0.1), new WatchedEvent(FINISH), new WatchedEvent(USAGE));
    }

    private static WatchedEvent token(String text, double logprob) {
        return new WatchedEvent(Optional.of(text(text)), List.of(logprob));
    }

    private static AnswerEvent text(String text) {
        return new AnswerEvent.Text(0, text);
    }

    private static Origin origin(Route route) {
        return new Origin(route, route.model(), "a rule", Origin.CacheStatus.MISS, 0, "p1");
    }

    private static AnswerEvent begin(Route route, Optional<CascadeVerdict> verdict) {
        Origin plain = origin(route);
        return new AnswerEvent.Begin(verdict.map(plain::withCascade).orElse(plain));
    }
}
