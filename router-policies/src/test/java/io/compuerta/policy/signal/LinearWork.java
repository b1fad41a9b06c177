package io.compuerta.policy.signal;

import java.lang.management.ManagementFactory;
import java.util.function.Consumer;

/**
 * Tells work that grows with the length of a text from work that grows with its square. It counts the processor time of
 * this thread, so neither other processes nor a busy machine matter, and compares lengths of which one is sixteen times
 * the other: linear work takes about 16 times as long, quadratic work 256 times.
 */
public final class LinearWork {

    /** Half way between the two, on a logarithmic scale. */
    public static final double LIMIT = 64;

    private static final int SMALL = 8_192;
    private static final int TIMES = 16;

    /** Shorter times are as good as none: one tick of something else would count for too much. */
    private static final double LEAST_NANOS = 100_000;

    private static final int ATTEMPTS = 6;

    private LinearWork() {}

    /** How many times as long the longer text takes; the best of several attempts. */
    public static double growth(String piece, Consumer<String> work) {
        String small = piece.repeat(SMALL / piece.length());
        String large = piece.repeat(TIMES * (SMALL / piece.length()));
        double longer = nanos(large, work);
        double shorter = shorter(small, work);
        for (int i = 1; i < ATTEMPTS && longer / shorter > LIMIT / 2; i++) {
            longer = Math.min(longer, nanos(large, work));
            shorter = Math.min(shorter, shorter(small, work));
        }
        return longer / shorter;
    }

    /** The best of some: code that is not compiled yet would make any growth look small. */
    private static double shorter(String text, Consumer<String> work) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < ATTEMPTS; i++) {
            least = Math.min(least, nanos(text, work));
        }
        return Math.max(LEAST_NANOS, least);
    }

    private static double nanos(String text, Consumer<String> work) {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.accept(text);
        return threads.getCurrentThreadCpuTime() - start;
    }
}
