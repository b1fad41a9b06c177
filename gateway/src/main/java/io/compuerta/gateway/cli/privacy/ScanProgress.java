package io.compuerta.gateway.cli.privacy;

import io.compuerta.gateway.cli.Terminal;
import java.time.Duration;
import java.util.Locale;

/** How far a scan has come, on one line of a terminal. */
final class ScanProgress {

    private static final long REDRAW_NANOS = Duration.ofMillis(200).toNanos();
    private static final int BAR = 30;
    private static final double MEGABYTE = 1e6;

    private final Terminal terminal;
    private final long size;
    private final long started = System.nanoTime();
    private long drawn = started;

    /** @param size bytes to be read, 0 when unknown */
    ScanProgress(Terminal terminal, long size) {
        this.terminal = terminal;
        this.size = size;
    }

    void show(TargetReader reader, ScanTally tally) {
        long now = System.nanoTime();
        if (terminal.live() && now - drawn >= REDRAW_NANOS) {
            drawn = now;
            terminal.redraw(bar(reader.position()) + summary(reader, tally));
        }
    }

    private String bar(long position) {
        if (size <= 0) {
            return "";
        }
        int filled = (int) Math.min(BAR, BAR * position / size);
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] ";
    }

    String summary(TargetReader reader, ScanTally tally) {
        double seconds = Math.max((System.nanoTime() - started) / 1e9, 1e-3);
        String left = switch ((int) Math.min(tally.binaries(), 2)) {
            case 0 -> "";
            case 1 -> "; one binary file left out";
            default -> String.format(Locale.ROOT, "; %,d binary files left out", tally.binaries());
        };
        long bytes = reader.position();
        String size = bytes < MEGABYTE
                ? String.format(Locale.ROOT, "%.1f KB", bytes / 1e3)
                : String.format(Locale.ROOT, "%,.1f MB", bytes / MEGABYTE);
        return String.format(
                Locale.ROOT,
                "%,d findings in %,d of %,d files, %s in %.1f s%s",
                tally.findings(),
                tally.filesHit(),
                reader.files(),
                size,
                seconds,
                left);
    }
}
