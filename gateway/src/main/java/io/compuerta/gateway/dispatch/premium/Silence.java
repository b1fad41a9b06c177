package io.compuerta.gateway.dispatch.premium;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * Ends one stream with a {@link TimeoutException} when its source falls silent: before its first event for one time, later
 * for another. Only time in which the source was asked for more counts; otherwise a caller who reads slowly would end its
 * own answer, and a few of them would open the breaker of a healthy provider.
 *
 * <p>Two timers a stream, however many events it has: a timer an event would cost more than the event.
 */
final class Silence {

    /** Silence is noticed within a quarter of the limit after it. */
    private static final int TICKS = 4;

    private final Duration firstEvent;
    private final Duration idle;
    private final AtomicLong wanted = new AtomicLong();
    private final AtomicInteger quietTicks = new AtomicInteger();
    private volatile boolean begun;

    Silence(Duration firstEvent, Duration idle) {
        this.firstEvent = firstEvent;
        this.idle = idle;
    }

    <T> Flux<T> watch(Flux<T> source) {
        Mono<Long> tooLate = Mono.delay(firstEvent).filter(time -> !begun);
        Flux<Long> tooQuiet =
                Flux.interval(idle.dividedBy(TICKS)).onBackpressureDrop().filter(tick -> begun && isQuiet());
        Mono<Void> end = Flux.merge(tooLate, tooQuiet)
                .next()
                .flatMap(time -> Mono.error(new TimeoutException("the source fell silent")));
        return source.doOnRequest(n -> wanted.accumulateAndGet(n, Operators::addCap))
                .doOnNext(event -> {
                    begun = true;
                    quietTicks.set(0);
                    wanted.decrementAndGet();
                })
                .takeUntilOther(end);
    }

    private boolean isQuiet() {
        if (wanted.get() <= 0) {
            quietTicks.set(0);
            return false;
        }
        return quietTicks.incrementAndGet() >= TICKS;
    }
}
