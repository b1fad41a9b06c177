package io.compuerta.gateway.cli.explain;

import io.compuerta.gateway.cli.Terminal;
import java.time.Duration;
import java.util.Locale;
import java.util.function.ObjLongConsumer;

/** How far a file has come, on one line of a terminal. */
final class Progress implements ObjLongConsumer<FileExplanation.Tally> {

    private static final long REDRAW_NANOS = Duration.ofMillis(200).toNanos();
    private static final int BAR = 30;

    private final Terminal terminal;
    private final long size;
    private final long started;
    private long drawn;

    /** @param size bytes of the input, 0 when unknown */
    Progress(Terminal terminal, long size, long started) {
        this.terminal = terminal;
        this.size = size;
        this.started = started;
        this.drawn = started;
    }

    @Override
    public void accept(FileExplanation.Tally tally, long position) {
        long now = System.nanoTime();
        if (terminal.live() && now - drawn >= REDRAW_NANOS) {
            drawn = now;
            terminal.redraw(bar(position) + summary(tally, now - started));
        }
    }

    private String bar(long position) {
        if (size <= 0) {
            return "";
        }
        int filled = (int) Math.min(BAR, BAR * position / size);
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] ";
    }

    static String summary(FileExplanation.Tally tally, long nanos) {
        double seconds = Math.max(nanos / 1e9, 1e-3);
        return String.format(
                Locale.ROOT, "%,d lines, %.1f s, %,.0f lines/s", tally.lines(), seconds, tally.lines() / seconds);
    }
}
