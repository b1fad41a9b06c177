package io.compuerta.gateway.dispatch.premium;

import static io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy.LOCK_FREE;

import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.policy.decide.ModelId;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The configured providers, each with its guards. Immutable; safe for any thread. */
public final class Providers {

    private final Map<String, Provider> configured;
    private final Map<String, GuardedProvider> callable;

    /** @param adapter makes the dialect's adapter for a provider */
    public Providers(
            List<Provider> providers,
            Function<Provider, ChatProvider> adapter,
            ProviderSettings settings,
            CircuitBreakerRegistry breakers) {
        Map<String, Provider> all = new LinkedHashMap<>();
        Map<String, GuardedProvider> guarded = new LinkedHashMap<>();
        for (Provider provider : providers) {
            all.put(provider.id(), provider);
            if (!provider.keyMissing()) {
                guarded.put(provider.id(), guard(provider, adapter.apply(provider), settings, breakers));
            }
        }
        this.configured = Collections.unmodifiableMap(all);
        this.callable = Map.copyOf(guarded);
    }

    private static GuardedProvider guard(
            Provider provider, ChatProvider chat, ProviderSettings settings, CircuitBreakerRegistry breakers) {
        CircuitBreaker breaker = breakers.circuitBreaker(
                provider.id(),
                CircuitBreakerConfig.custom()
                        // An event loop records the outcomes.
                        .slidingWindow(50, 10, SlidingWindowType.COUNT_BASED, LOCK_FREE)
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(Duration.ofSeconds(10))
                        .permittedNumberOfCallsInHalfOpenState(3)
                        .automaticTransitionFromOpenToHalfOpenEnabled(true)
                        // A long stream is healthy, so slowness is judged by the first-token limit instead.
                        .slowCallRateThreshold(100)
                        .slowCallDurationThreshold(Duration.ofDays(1))
                        .recordException(Providers::isProvidersFault)
                        // Nothing was sent, so it tells nothing of the provider, good or bad.
                        .ignoreException(Providers::isOurs)
                        .build());
        Bulkhead bulkhead = Bulkhead.of(
                provider.id(),
                BulkheadConfig.custom()
                        .maxConcurrentCalls(settings.maxConcurrent())
                        .maxWaitDuration(Duration.ZERO)
                        .build());
        FirstTokenRetry retry = new FirstTokenRetry(settings.maxRetries(), settings.maxRetryWait(), new RetryBudget());
        return new GuardedProvider(chat, breaker, bulkhead, retry, settings);
    }

    /** The last check, or the record that must be kept, held the call back. */
    private static boolean isOurs(Throwable cause) {
        return cause instanceof GatewayError.ProtectionFailed || cause instanceof GatewayError.Unavailable;
    }

    private static boolean isProvidersFault(Throwable cause) {
        return !(cause instanceof GatewayError error) || error.status() >= 500 || error.status() == 429;
    }

    /** Whether the model may be called now: known, has a key, breaker not open. */
    public boolean isAvailable(ModelId model) {
        GuardedProvider provider = callable.get(model.provider());
        return provider != null && isConfigured(model) && !provider.isOpen();
    }

    /** Whether the model stands in {@code providers.yaml}. */
    public boolean isConfigured(ModelId model) {
        Provider provider = configured.get(model.provider());
        return provider != null && provider.traits().containsKey(model.model());
    }

    /** Everything in {@code providers.yaml}, callable or not, in its order. */
    public List<Provider> configured() {
        return List.copyOf(configured.values());
    }

    /** Ids of the providers that can be called now: they have what they need and their breaker is not open. */
    public Set<String> healthy() {
        Set<String> healthy = new HashSet<>();
        callable.forEach((id, provider) -> {
            if (!provider.isOpen()) {
                healthy.add(id);
            }
        });
        return healthy;
    }

    public Optional<ChatProvider> find(ModelId model) {
        return Optional.ofNullable(callable.get(model.provider()));
    }

    /** Every model of a provider that has what it needs, in the order of the file. */
    public List<ModelId> callable() {
        return configured.values().stream()
                .filter(provider -> !provider.keyMissing())
                .flatMap(provider -> provider.models().stream().map(model -> new ModelId(provider.id(), model)))
                .toList();
    }
}
