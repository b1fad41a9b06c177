package io.compuerta.gateway.dispatch.premium;

import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.OutgoingCall;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;

/** A provider behind time limits, a breaker, a bulkhead and retries, in the order that a stream needs. */
final class GuardedProvider implements ChatProvider {

    private final ChatProvider provider;
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;
    private final FirstTokenRetry retry;
    private final ProviderSettings settings;

    GuardedProvider(
            ChatProvider provider,
            CircuitBreaker breaker,
            Bulkhead bulkhead,
            FirstTokenRetry retry,
            ProviderSettings settings) {
        this.provider = provider;
        this.breaker = breaker;
        this.bulkhead = bulkhead;
        this.retry = retry;
        this.settings = settings;
    }

    boolean isOpen() {
        CircuitBreaker.State state = breaker.getState();
        return state == CircuitBreaker.State.OPEN || state == CircuitBreaker.State.FORCED_OPEN;
    }

    @Override
    public Flux<AnswerEvent> answer(OutgoingCall call) {
        return Flux.defer(() -> retry.apply(attempts(call, new AtomicInteger())));
    }

    /** @param made how many tries came before; each subscription is one more */
    private Flux<AnswerEvent> attempts(OutgoingCall call, AtomicInteger made) {
        String model = call.model().model();
        // Inside the breaker, which must see a silent provider as failing.
        return Flux.defer(() -> new Silence(settings.firstToken(), settings.idle())
                        .watch(provider.answer(call.attempt(made.incrementAndGet()))))
                .onErrorMap(TimeoutException.class, e -> silent(model))
                .transform(new StreamBreaker(breaker)::guard)
                .transformDeferred(BulkheadOperator.of(bulkhead))
                .onErrorMap(CallNotPermittedException.class, e -> resting(model))
                .onErrorMap(BulkheadFullException.class, e -> full(model));
    }

    private static GatewayError silent(String model) {
        return new GatewayError.UpstreamFailed(
                504, "upstream_timeout", "The model " + model + " did not answer in time.", false, Optional.empty());
    }

    private static GatewayError resting(String model) {
        return new GatewayError.UpstreamFailed(
                503,
                "upstream_resting",
                "The provider of " + model + " is failing and given a rest.",
                false,
                Optional.empty());
    }

    private static GatewayError full(String model) {
        return new GatewayError.UpstreamFailed(
                503,
                "upstream_busy",
                "Too many calls to the provider of " + model + " are under way.",
                false,
                Optional.empty());
    }
}
