package io.compuerta.engine.worker;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next restart: doubling, with jitter, and from the beginning after a quiet time. */
final class BackOff {

    private static final int MOST_DOUBLINGS = 20;

    private final Duration first;
    private final Duration longest;
    private final Duration quiet;
    private final RandomGenerator random;
    private int failures;

    BackOff(WorkerSettings settings, RandomGenerator random) {
        this.first = settings.firstRestart();
        this.longest = settings.longestRestart();
        this.quiet = settings.quiet();
        this.random = random;
    }

    /** @param served how long the worker that died had been able to answer; zero if never */
    Duration afterServing(Duration served) {
        if (served.compareTo(quiet) >= 0) {
            failures = 0;
        }
        long doubled = first.toNanos() << Math.min(failures, MOST_DOUBLINGS);
        failures++;
        long most = Math.min(doubled, longest.toNanos());
        return Duration.ofNanos(most / 2 + random.nextLong(most / 2 + 1));
    }
}
