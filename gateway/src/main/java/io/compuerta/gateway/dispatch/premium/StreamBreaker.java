package io.compuerta.gateway.dispatch.premium;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;

/**
 * Asks a breaker before a stream and tells it what came of it. A stream tells at its end, as one outcome. A trial of a
 * half-open breaker tells at its first event instead: such a breaker allows only a few calls and refuses all others until
 * these have told, and a healthy stream may take minutes to end. A trial that breaks off later is told as a failure of its
 * own, so that a provider whose streams all break off in the middle does not stay in favour.
 */
final class StreamBreaker {

    private final CircuitBreaker breaker;

    StreamBreaker(CircuitBreaker breaker) {
        this.breaker = breaker;
    }

    /** @return the source, or {@link CallNotPermittedException} without a subscription to it */
    <T> Flux<T> guard(Flux<T> source) {
        return Flux.defer(() -> {
            if (!breaker.tryAcquirePermission()) {
                return Flux.error(CallNotPermittedException.createCallNotPermittedException(breaker));
            }
            Report report = new Report(breaker);
            return source.doOnNext(event -> report.event())
                    .doOnError(report::failed)
                    .doOnComplete(report::completed)
                    .doOnCancel(report::cancelled);
        });
    }

    private enum Stage {
        WAITING,
        BEGUN,
        ENDED
    }

    /** What one stream tells. A cancel may come at any moment from another thread, also after the end. */
    private static final class Report {

        private final CircuitBreaker breaker;
        private final boolean trial;
        private final long start;
        private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);

        Report(CircuitBreaker breaker) {
            this.breaker = breaker;
            // If the breaker changed since it gave its permission, nobody waits for this trial any more.
            this.trial = breaker.getState() == CircuitBreaker.State.HALF_OPEN;
            this.start = breaker.getCurrentTimestamp();
        }

        void event() {
            if (stage.get() == Stage.WAITING && stage.compareAndSet(Stage.WAITING, Stage.BEGUN) && trial) {
                succeeded();
            }
        }

        void completed() {
            if (untold(stage.getAndSet(Stage.ENDED))) {
                succeeded();
            }
        }

        void failed(Throwable cause) {
            // The breaker gives a permission back for what it ignores, which must not be done after it was used.
            if (untold(stage.getAndSet(Stage.ENDED)) || isFailure(cause)) {
                breaker.onError(duration(), breaker.getTimestampUnit(), cause);
            }
        }

        void cancelled() {
            Stage before = stage.getAndSet(Stage.ENDED);
            if (before == Stage.WAITING) {
                breaker.releasePermission();
            } else if (untold(before)) {
                succeeded();
            }
        }

        private boolean untold(Stage before) {
            return before == Stage.WAITING || (before == Stage.BEGUN && !trial);
        }

        private boolean isFailure(Throwable cause) {
            CircuitBreakerConfig config = breaker.getCircuitBreakerConfig();
            return !config.getIgnoreExceptionPredicate().test(cause)
                    && config.getRecordExceptionPredicate().test(cause);
        }

        private void succeeded() {
            breaker.onSuccess(duration(), breaker.getTimestampUnit());
        }

        private long duration() {
            return breaker.getCurrentTimestamp() - start;
        }
    }
}
