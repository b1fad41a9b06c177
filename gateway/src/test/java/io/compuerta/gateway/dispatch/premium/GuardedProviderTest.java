package io.compuerta.gateway.dispatch.premium;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.FinishReason;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.testing.Calls;
import io.compuerta.policy.decide.DataTerms;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.ModelTraits;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** The guards around a provider, in the order that a stream needs. */
class GuardedProviderTest {

    private static final ModelId MODEL = ModelId.parse("acme/big");
    private static final AnswerEvent TEXT = new AnswerEvent.Text(0, "hello");
    private static final AnswerEvent END = new AnswerEvent.Finish(0, FinishReason.STOP);

    private final AtomicInteger calls = new AtomicInteger();
    private final List<Throwable> errors = new ArrayList<>();
    private final Disposable.Composite streams = Disposables.composite();
    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();

    @Test
    void aSilentProviderFailsAndTheBreakerSeesIt() {
        Providers providers = providers(Flux::never, 10);

        for (int i = 0; i < 10; i++) {
            StepVerifier.withVirtualTime(() -> answer(providers))
                    .thenAwait(Duration.ofSeconds(61))
                    .verifyErrorSatisfies(
                            e -> assertThat(((GatewayError) e).code()).isEqualTo("upstream_timeout"));
        }

        assertThat(providers.isAvailable(MODEL)).isFalse();
        StepVerifier.create(answer(providers))
                .verifyErrorSatisfies(e -> assertThat(((GatewayError) e).code()).isEqualTo("upstream_resting"));
        assertThat(calls).hasValue(10);
    }

    @Test
    void aStreamThatFallsSilentInTheMiddleFails() {
        Providers providers = providers(() -> Flux.just(TEXT).concatWith(Flux.never()), 10);

        StepVerifier.withVirtualTime(() -> answer(providers))
                .expectNext(TEXT)
                .thenAwait(Duration.ofSeconds(61))
                .verifyErrorSatisfies(e -> assertThat(((GatewayError) e).code()).isEqualTo("upstream_timeout"));
    }

    @Test
    void aCallerWhoReadsSlowlyIsNotTheProvidersSilence() {
        Providers providers = providers(() -> Flux.range(0, 1_000).map(i -> TEXT), 10);

        StepVerifier.withVirtualTime(() -> answer(providers), 1)
                .expectNext(TEXT)
                .thenAwait(Duration.ofHours(1))
                .thenRequest(2)
                .expectNext(TEXT, TEXT)
                .thenAwait(Duration.ofHours(1))
                .thenRequest(Long.MAX_VALUE)
                .expectNextCount(997)
                .verifyComplete();
    }

    @Test
    void aLongHealthyStreamIsNotAFailure() {
        Providers providers =
                providers(() -> Flux.interval(Duration.ofSeconds(30)).take(200).map(i -> TEXT), 10);

        for (int i = 0; i < 12; i++) {
            StepVerifier.withVirtualTime(() -> answer(providers))
                    .thenAwait(Duration.ofHours(2))
                    .expectNextCount(200)
                    .verifyComplete();
        }

        assertThat(providers.isAvailable(MODEL)).isTrue();
    }

    @Test
    void aCallersMistakesDoNotCountAgainstTheProvider() {
        Providers providers =
                providers(() -> Flux.error(new GatewayError.UpstreamRejected(400, "invalid_value", "no")), 10);

        for (int i = 0; i < 20; i++) {
            StepVerifier.create(answer(providers)).verifyError(GatewayError.UpstreamRejected.class);
        }

        assertThat(providers.isAvailable(MODEL)).isTrue();
    }

    @Test
    void placesAreTakenUntilTheStreamEndsAndGivenBackByACancel() {
        Providers providers = providers(() -> Flux.just(TEXT).concatWith(Flux.never()), 1);
        Disposable first = answer(providers).subscribe();

        StepVerifier.create(answer(providers))
                .verifyErrorSatisfies(e -> assertThat(((GatewayError) e).code()).isEqualTo("upstream_busy"));
        first.dispose();

        StepVerifier.create(answer(providers).take(1)).expectNext(TEXT).verifyComplete();
    }

    @Test
    void longStreamsDoNotKeepARestedProviderWaiting() {
        Providers providers = halfOpen(() -> Flux.just(TEXT).concatWith(Flux.never()));

        for (int i = 0; i < 5; i++) {
            streams.add(answer(providers).subscribe(event -> {}, errors::add));
        }

        assertThat(errors).isEmpty();
        assertThat(calls).hasValue(5);
        assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
        streams.dispose();
        assertThat(breaker().getMetrics().getNumberOfFailedCalls()).isZero();
    }

    @Test
    void aTrialThatIsGivenUpBeforeItsFirstEventGivesItsPermissionBack() {
        Providers providers = halfOpen(Flux::never);

        for (int i = 0; i < 10; i++) {
            answer(providers).subscribe().dispose();
        }

        assertThat(calls).hasValue(10);
        assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
        assertThat(breaker().getMetrics().getNumberOfBufferedCalls()).isZero();
    }

    @Test
    void trialsThatFailOrSayNothingAtAllAreTold() {
        Providers failing = halfOpen(() -> Flux.error(broken()));
        for (int i = 0; i < 3; i++) {
            StepVerifier.create(answer(failing)).verifyError(GatewayError.UpstreamFailed.class);
        }
        assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.OPEN);

        breakers.remove("acme");
        Providers empty = halfOpen(Flux::empty);
        for (int i = 0; i < 3; i++) {
            StepVerifier.create(answer(empty)).verifyComplete();
        }
        assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void aTrialHeldBackByTheGatewayItselfGivesItsPermissionBackOnce() {
        Providers before = halfOpen(() -> Flux.error(new GatewayError.Unavailable("not sent")));
        for (int i = 0; i < 10; i++) {
            StepVerifier.create(answer(before)).verifyError(GatewayError.Unavailable.class);
        }
        assertThat(calls).hasValue(10);

        breakers.remove("acme");
        Providers after =
                halfOpen(() -> Flux.just(TEXT).concatWith(Flux.error(new GatewayError.Unavailable("not sent"))));
        StepVerifier.create(answer(after)).expectNext(TEXT).verifyError(GatewayError.Unavailable.class);
        assertThat(breaker().tryAcquirePermission()).isTrue();
        assertThat(breaker().tryAcquirePermission()).isTrue();
        assertThat(breaker().tryAcquirePermission()).isFalse();
        assertThat(breaker().getMetrics().getNumberOfBufferedCalls()).isEqualTo(1);
    }

    @Test
    void streamsThatBreakOffInTheMiddleOpenTheBreaker() {
        Supplier<Flux<AnswerEvent>> half = () -> Flux.just(TEXT).concatWith(Flux.error(broken()));

        Providers closed = providers(half, 10);
        for (int i = 0; i < 10; i++) {
            StepVerifier.create(answer(closed)).expectNext(TEXT).verifyError(GatewayError.UpstreamFailed.class);
        }
        assertThat(breaker().getMetrics().getFailureRate()).isEqualTo(100);
        assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.OPEN);

        breakers.remove("acme");
        Providers rested = halfOpen(half);
        for (int i = 0; i < 12 && rested.isAvailable(MODEL); i++) {
            StepVerifier.create(answer(rested)).expectNext(TEXT).verifyError(GatewayError.UpstreamFailed.class);
        }
        assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.OPEN);
    }

    @Test
    void halfOfTheStreamsBreakingOffIsEnough() {
        Providers providers = providers(
                () -> calls.get() % 2 == 0
                        ? Flux.just(TEXT, END)
                        : Flux.just(TEXT).concatWith(Flux.error(broken())),
                10);

        for (int i = 0; i < 10; i++) {
            answer(providers).onErrorComplete().blockLast();
        }

        assertThat(providers.isAvailable(MODEL)).isFalse();
    }

    @Test
    void aProviderWithoutItsKeyIsConfiguredButNotAvailable() {
        Providers providers = new Providers(
                List.of(provider(true)),
                p -> fixed(() -> Flux.just(TEXT, END)),
                settings(1),
                CircuitBreakerRegistry.ofDefaults());

        assertThat(providers.isConfigured(MODEL)).isTrue();
        assertThat(providers.isAvailable(MODEL)).isFalse();
        assertThat(providers.find(MODEL)).isEmpty();
        assertThat(providers.callable()).isEmpty();
    }

    private Flux<AnswerEvent> answer(Providers providers) {
        return providers.find(MODEL).orElseThrow().answer(Calls.outgoing("hello", MODEL));
    }

    private Providers providers(Supplier<Flux<AnswerEvent>> answer, int concurrent) {
        return new Providers(List.of(provider(false)), p -> fixed(answer), settings(concurrent), breakers);
    }

    /** A provider that has rested and is now tried with three calls. */
    private Providers halfOpen(Supplier<Flux<AnswerEvent>> answer) {
        Providers providers = providers(answer, 10);
        breaker().transitionToOpenState();
        breaker().transitionToHalfOpenState();
        return providers;
    }

    private CircuitBreaker breaker() {
        return breakers.find("acme").orElseThrow();
    }

    private static GatewayError broken() {
        return new GatewayError.UpstreamFailed(502, "upstream_cut_off", "broken off", false, Optional.empty());
    }

    private ChatProvider fixed(Supplier<Flux<AnswerEvent>> answer) {
        return call -> Flux.defer(() -> {
            calls.incrementAndGet();
            return answer.get();
        });
    }

    private static Provider provider(boolean keyMissing) {
        return new Provider(
                "acme",
                Provider.Dialect.OPENAI,
                URI.create("https://provider.invalid/v1"),
                Optional.empty(),
                keyMissing,
                DataTerms.UNKNOWN,
                Map.of("big", ModelTraits.UNKNOWN));
    }

    private static ProviderSettings settings(int concurrent) {
        Duration minute = Duration.ofSeconds(60);
        return new ProviderSettings(Duration.ofSeconds(3), minute, minute, concurrent, 0, Duration.ofSeconds(3));
    }
}
