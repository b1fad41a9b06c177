package io.compuerta.engine.remote;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * Ends one stream with a {@link TimeoutException} when it is silent for too long: until its first element, and later
 * between two. Time in which nobody asked for more does not count. Two timers a stream, not one an element.
 */
final class Patience {

    /** Silence is noticed within a quarter of the limit after it. */
    private static final int TICKS = 4;

    private final Duration first;
    private final Duration idle;
    private final AtomicLong wanted = new AtomicLong();
    private final AtomicInteger quietTicks = new AtomicInteger();
    private volatile boolean begun;

    Patience(Duration first, Duration idle) {
        this.first = first;
        this.idle = idle;
    }

    <T> Flux<T> watch(Flux<T> source) {
        Mono<Long> tooLate = Mono.delay(first).filter(time -> !begun);
        Flux<Long> tooQuiet =
                Flux.interval(idle.dividedBy(TICKS)).onBackpressureDrop().filter(tick -> begun && isQuiet());
        Mono<Void> end = Flux.merge(tooLate, tooQuiet).next().flatMap(time -> Mono.error(new TimeoutException()));
        return source.doOnRequest(n -> wanted.accumulateAndGet(n, Operators::addCap))
                .doOnNext(element -> {
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
