package io.compuerta.engine.llama;

import java.time.Duration;

/** How long answers took lately, as an exponential average: the base of the hint when to try again. Thread-safe. */
final class ServiceTime {

    private static final double WEIGHT = 0.2;

    private double averageNanos = Duration.ofSeconds(2).toNanos();

    synchronized void record(long nanos) {
        averageNanos += WEIGHT * (nanos - averageNanos);
    }

    /** Roughly when a place in the queue becomes free: at least one second, at most a minute. */
    synchronized Duration untilFree(int waiting, int slots) {
        double nanos = averageNanos * (1 + waiting) / slots;
        long seconds = (long) Math.ceil(nanos / 1e9);
        return Duration.ofSeconds(Math.clamp(seconds, 1, 60));
    }
}
