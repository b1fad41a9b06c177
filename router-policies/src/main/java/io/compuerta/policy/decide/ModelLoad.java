package io.compuerta.policy.decide;

import java.time.Duration;

/**
 * How fast and how busy one model is: a moving average of its times to the first token that believes bad news at once and
 * good news slowly, times the calls under way. After Finagle's {@code PeakEwma} load metric (Twitter, Apache 2.0).
 *
 * <p>While nothing is measured the average falls towards zero, so a model that was slow once is tried again after a while.
 * Thread-safe.
 */
public final class ModelLoad {

    /** The weight of an old measurement falls to a third within this time. */
    private static final double DECAY_NANOS = 30e9;

    /** What a call that failed counts as: a model that fails at once must not look fast. */
    private static final double FAILURE_NANOS = 5e9;

    /** Of a model that was never measured and is being tried just now: others go elsewhere until its first token. */
    private static final double UNTRIED_NANOS = 60e9;

    private double average;
    private boolean measured;
    private long lastNanos;
    private int underWay;

    /** A call is sent. */
    public synchronized void started() {
        underWay++;
    }

    /**
     * The call gave its first token after that time.
     *
     * @param now {@link System#nanoTime()}, or a test's own count of nanoseconds; the same source for every method
     */
    public synchronized void firstToken(Duration waited, long now) {
        observe(waited.toNanos(), now);
    }

    /** The call failed before its first token. */
    public synchronized void failed(Duration waited, long now) {
        observe(Math.max(waited.toNanos(), FAILURE_NANOS), now);
    }

    /** Nobody waits for the first token any more; a long wait is news, a short one is none. */
    public synchronized void givenUp(Duration waited, long now) {
        if (waited.toNanos() > decayed(now)) {
            observe(waited.toNanos(), now);
        }
    }

    /** The call ended, however it did. */
    public synchronized void ended() {
        underWay = Math.max(0, underWay - 1);
    }

    /** Calls that have started and not ended. */
    public synchronized int underWay() {
        return underWay;
    }

    /** The moving average; 0 when nothing was measured. */
    public synchronized double averageMillis(long now) {
        return decayed(now) / 1e6;
    }

    /** What one more call must expect; 0 for a model that was never tried. */
    public synchronized double expectedMillis(long now) {
        if (!measured) {
            return underWay == 0 ? 0 : (UNTRIED_NANOS + underWay) / 1e6;
        }
        return decayed(now) * (underWay + 1) / 1e6;
    }

    private void observe(double nanos, long now) {
        double old = decayed(now);
        double weight = measured ? Math.exp(-elapsed(now) / DECAY_NANOS) : 0;
        // A peak is believed at once.
        average = nanos > old ? nanos : average * weight + nanos * (1 - weight);
        measured = true;
        lastNanos = now;
    }

    private double decayed(long now) {
        return average * Math.exp(-elapsed(now) / DECAY_NANOS);
    }

    private double elapsed(long now) {
        return Math.max(0, now - lastNanos);
    }
}
