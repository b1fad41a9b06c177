package io.compuerta.gateway.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command speaks to people.
 *
 * @param out    results
 * @param err    problems and progress
 * @param colour whether {@code out} shows ANSI colours
 * @param live   whether {@code err} is a terminal, where a line may be drawn again and again
 */
public record Terminal(PrintWriter out, PrintWriter err, boolean colour, boolean live) {

    /** This process's. The launcher says what is a terminal, since a JVM can only tell for all streams together. */
    static Terminal ofProcess(Map<String, String> environment) {
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                Boolean.getBoolean("compuerta.terminal.out") && !plain,
                Boolean.getBoolean("compuerta.terminal.err"));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }

    /** Draws a line over the one before, if there is somebody to see it. */
    public void redraw(String line) {
        if (live) {
            err.print("\r" + line + "\u001b[K");
            err.flush();
        }
    }

    /** Takes the redrawn line away. */
    public void clear() {
        redraw("");
    }

    public String bold(String text) {
        return styled("1", text);
    }

    public String faint(String text) {
        return styled("2", text);
    }

    public String good(String text) {
        return styled("32", text);
    }

    public String warning(String text) {
        return styled("33", text);
    }

    public String bad(String text) {
        return styled("31", text);
    }

    private String styled(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
