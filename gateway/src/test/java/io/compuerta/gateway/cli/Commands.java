package io.compuerta.gateway.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/** Runs commands in this process, as the launcher would in its own. */
public final class Commands {

    /** The examples that the product ships. */
    public static final Path CONFIG = Path.of("..", "config");

    private Commands() {}

    public record Outcome(int exitCode, String out, String err) {}

    public static Outcome run(Path data, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = terminal(out, err);
        int exitCode =
                Compuerta.commandLine(terminal, new Home(CONFIG, data), false).execute(arguments);
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    static Terminal terminal(StringWriter out, StringWriter err) {
        return new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    }
}
