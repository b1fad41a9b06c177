package io.compuerta.gateway.dispatch.premium;

import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.GatewayError;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Tries a call again while nothing of its answer has gone out (ADR-0006). Resilience4j's own operator would repeat tokens
 * that the client has already seen.
 */
final class FirstTokenRetry {

    private static final Duration FIRST_WAIT = Duration.ofMillis(100);

    private final int maxRetries;
    private final Duration maxWait;
    private final RetryBudget budget;

    FirstTokenRetry(int maxRetries, Duration maxWait, RetryBudget budget) {
        this.maxRetries = maxRetries;
        this.maxWait = maxWait;
        this.budget = budget;
    }

    Flux<AnswerEvent> apply(Flux<AnswerEvent> attempt) {
        return Flux.defer(() -> {
            budget.called();
            AtomicBoolean begun = new AtomicBoolean();
            return attempt.doOnNext(event -> begun.set(true))
                    .retryWhen(Retry.from(failures -> failures.concatMap(failure -> {
                        Throwable cause = failure.failure();
                        if (begun.get() || failure.totalRetries() >= maxRetries || !mayRetry(cause)) {
                            return Mono.error(cause);
                        }
                        Duration wait = waitFor(cause, failure.totalRetries());
                        if (wait.compareTo(maxWait) > 0 || !budget.tryRetry()) {
                            return Mono.error(cause);
                        }
                        return Mono.delay(wait);
                    })));
        });
    }

    private static boolean mayRetry(Throwable cause) {
        return cause instanceof GatewayError.UpstreamFailed failed && failed.retryable();
    }

    /** What the provider asked for, else a doubling wait with jitter. */
    private static Duration waitFor(Throwable cause, long retries) {
        if (cause instanceof GatewayError error && error.retryAfter().isPresent()) {
            return error.retryAfter().get();
        }
        long most = FIRST_WAIT.toMillis() << Math.min(retries, 10);
        return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }
}
