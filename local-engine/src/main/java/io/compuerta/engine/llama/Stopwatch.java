package io.compuerta.engine.llama;

import io.compuerta.engine.EngineEvent;
import java.time.Duration;

/** Where one answer's time goes. Runs from its making; belongs to the engine's thread. */
final class Stopwatch {

    private final long arrived = System.nanoTime();
    private long seated;
    private long first;
    private long last;
    private boolean hasSeat;
    private boolean hasToken;

    /** @return whether it is the first slot this answer gets: one that was parked gets several */
    boolean seated() {
        if (hasSeat) {
            return false;
        }
        hasSeat = true;
        seated = System.nanoTime();
        return true;
    }

    /** A token was drawn. */
    void drew() {
        last = System.nanoTime();
        if (!hasToken) {
            hasToken = true;
            first = last;
        }
    }

    /** From the slot until now. */
    long seatedNanos() {
        return System.nanoTime() - seated;
    }

    long speakingNanos() {
        return last - first;
    }

    EngineEvent.Timing timing() {
        return new EngineEvent.Timing(
                Duration.ofNanos(seated - arrived), Duration.ofNanos(first - seated), Duration.ofNanos(last - first));
    }
}
