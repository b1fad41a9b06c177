package io.compuerta.engine.worker;

import java.time.Duration;

/**
 * How a worker is run and watched.
 *
 * @param heapMegabytes Java heap of the worker; the model lies outside of it
 * @param pulse         between two signs of life
 * @param silence       without any sign of life after which a worker is killed
 * @param stall         without progress while answers are due after which a worker is killed; longer than the longest
 *     single step of the model
 * @param start         from the start of the process to its first word
 * @param stop          that a worker gets to end in good order
 * @param firstRestart  wait before the first restart; it doubles with each further one
 * @param longestRestart the longest such wait
 * @param quiet         after serving that long a worker's death is a first one again
 */
public record WorkerSettings(
        int heapMegabytes,
        Duration pulse,
        Duration silence,
        Duration stall,
        Duration start,
        Duration stop,
        Duration firstRestart,
        Duration longestRestart,
        Duration quiet) {

    private static final int LEAST_HEAP = 64;

    public static final WorkerSettings DEFAULTS = new WorkerSettings(
            512,
            Duration.ofSeconds(1),
            Duration.ofSeconds(20),
            Duration.ofSeconds(120),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofMillis(200),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10));

    public WorkerSettings {
        if (heapMegabytes < LEAST_HEAP) {
            throw new IllegalArgumentException("heapMegabytes is " + heapMegabytes + "; at least 64 are allowed");
        }
        if (pulse.compareTo(silence) >= 0) {
            throw new IllegalArgumentException(
                    "pulse is " + pulse + "; less than silence, " + silence + ", is allowed");
        }
    }

    /** With other limits of patience. */
    public WorkerSettings withPatience(Duration betweenPulses, Duration untilSilent, Duration untilStalled) {
        return new WorkerSettings(
                heapMegabytes,
                betweenPulses,
                untilSilent,
                untilStalled,
                start,
                stop,
                firstRestart,
                longestRestart,
                quiet);
    }
}
