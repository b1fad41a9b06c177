package io.compuerta.engine.worker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a worker hangs: it gives no sign of life, or it lives but answers that are due do not come forward (its
 * heart may beat on while its model's thread is stuck in native code). Times are {@link System#nanoTime}. Thread-safe.
 */
final class Vigil {

    private final Duration silence;
    private final Duration stall;
    private long heard;
    private long progressed;
    private long looked;

    Vigil(WorkerSettings settings, long now) {
        this.silence = settings.silence();
        this.stall = settings.stall();
        this.heard = now;
        this.progressed = now;
        this.looked = now;
    }

    synchronized void heard(long now) {
        heard = now;
    }

    synchronized void progressed(long now) {
        heard = now;
        progressed = now;
    }

    /**
     * To be called regularly.
     *
     * @param due whether somebody waits for an answer that the worker could give
     * @return why the worker has to go; null if all is well
     */
    synchronized @Nullable String verdict(long now, boolean due) {
        if (now - looked > silence.toNanos() / 2) {
            // This process itself stood still; what the worker said meanwhile is not yet read.
            heard = now;
            progressed = now;
        }
        looked = now;
        if (!due) {
            progressed = now;
        }
        if (now - heard > silence.toNanos()) {
            return "gave no sign of life for " + silence.toSeconds() + " s";
        }
        return now - progressed > stall.toNanos() ? "made no progress for " + stall.toSeconds() + " s" : null;
    }
}
