package io.compuerta.gateway.dispatch.premium;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.FinishReason;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.testing.Calls;
import io.compuerta.policy.decide.DataTerms;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.ModelTraits;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** The guards around a provider, in the order that a stream needs. */
class GuardedProviderTest {

    private static final ModelId MODEL = ModelId.parse("acme/big");
    private static final AnswerEvent TEXT = new AnswerEvent.Text(0, "hello");
    private static final AnswerEvent END = new AnswerEvent.Finish(0, FinishReason.STOP);

    private final AtomicInteger calls = new AtomicInteger();

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
        return new Providers(
                List.of(provider(false)),
                p -> fixed(answer),
                settings(concurrent),
                CircuitBreakerRegistry.ofDefaults());
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
