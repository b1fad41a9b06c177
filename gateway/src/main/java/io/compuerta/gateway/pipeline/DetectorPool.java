package io.compuerta.gateway.pipeline;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Where detectors run. A short text takes microseconds and stays on the calling thread, since a hop costs more; a longer
 * one goes to a small bounded pool of its own, so that it neither holds up an event loop nor queues behind generation.
 */
public final class DetectorPool implements AutoCloseable {

    /** Characters up to which all detectors together take well under a millisecond. */
    private static final int INLINE_CHARACTERS = 2_000;

    private final Scheduler scheduler;
    private final Duration deadline;

    public DetectorPool(int threads, int queue, Duration deadline) {
        this.scheduler = Schedulers.newBoundedElastic(threads, queue, "detector", 60, true);
        this.deadline = deadline;
    }

    /**
     * Runs a detector over a text of the given length.
     *
     * @return its result; an error when the queue is full or the deadline passed: callers that protect must fail closed
     */
    public <T> Mono<T> run(int characters, Callable<T> detector) {
        Callable<T> guarded = () -> guarded(detector);
        if (characters <= INLINE_CHARACTERS) {
            return Mono.fromCallable(guarded);
        }
        return Mono.fromCallable(guarded)
                .subscribeOn(scheduler)
                .timeout(deadline, Mono.error(() -> new TimeoutException("no verdict within " + deadline)));
    }

    /** Reactor takes an overflow of the stack for the end of the machine and signals nothing, so the call would hang. */
    private static <T> T guarded(Callable<T> detector) throws Exception {
        try {
            return detector.call();
        } catch (StackOverflowError e) {
            throw new IllegalStateException("a detector overflowed its stack");
        }
    }

    @Override
    public void close() {
        scheduler.dispose();
    }
}
