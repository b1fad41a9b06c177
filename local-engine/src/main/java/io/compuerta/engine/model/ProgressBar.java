package io.compuerta.engine.model;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Draws a transfer's progress on one line of a terminal: share, bytes, rate, time left. Where there is no terminal it
 * writes nothing. Not thread-safe.
 */
public final class ProgressBar implements PullProgress {

    private static final int WIDTH = 30;
    private static final long REDRAW_NANOS = Duration.ofMillis(200).toNanos();

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private String file = "";
    private long startBytes;
    private long startNanos;
    private long drawnNanos;

    /** For a command: draws to standard error if that is a terminal. */
    public static ProgressBar onTerminal() {
        return new ProgressBar(
                System.err, System.console() != null && System.console().isTerminal(), System::nanoTime);
    }

    ProgressBar(PrintStream out, boolean terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    @Override
    public void at(String name, long bytes, long totalBytes) {
        if (!terminal) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (!name.equals(file)) {
            file = name;
            startBytes = bytes;
            startNanos = now;
            drawnNanos = now - REDRAW_NANOS;
        }
        boolean complete = bytes == totalBytes;
        if (!complete && now - drawnNanos < REDRAW_NANOS) {
            return;
        }
        drawnNanos = now;
        out.print("\r" + line(bytes, totalBytes, now) + "\u001b[K" + (complete ? System.lineSeparator() : ""));
        out.flush();
    }

    @Override
    public void waiting(String name) {
        out.println("another process is fetching " + name + "; waiting for it");
    }

    private String line(long bytes, long totalBytes, long now) {
        double seconds = (now - startNanos) / 1e9;
        double rate = seconds > 0 ? (bytes - startBytes) / seconds : 0;
        String speed = String.format(Locale.ROOT, "%.1f MB/s", rate / 1e6);
        if (totalBytes <= 0) {
            return String.format(Locale.ROOT, "%s %.1f MB %s", file, bytes / 1e6, speed);
        }
        int filled = (int) (WIDTH * bytes / totalBytes);
        String left = rate > 0 && bytes < totalBytes ? time((long) ((totalBytes - bytes) / rate)) + " left" : "";
        return String.format(
                Locale.ROOT,
                "%s [%s%s] %3d%% %.1f/%.1f MB %s %s",
                file,
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                100 * bytes / totalBytes,
                bytes / 1e6,
                totalBytes / 1e6,
                speed,
                left);
    }

    private static String time(long seconds) {
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
