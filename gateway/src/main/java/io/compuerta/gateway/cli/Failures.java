package io.compuerta.gateway.cli;

import io.compuerta.policy.yaml.ConfigException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong in a command into words and an exit code. */
final class Failures {

    static final Map<String, String> EXIT_CODES = exitCodes();

    private Failures() {}

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "success");
        codes.put("1", "failure, or a check that found problems");
        codes.put("2", "the command was not understood");
        return codes;
    }

    /** @return the exit code */
    static int report(Throwable failure, Terminal terminal, boolean debug) {
        terminal.clear();
        if (debug) {
            failure.printStackTrace(terminal.err());
        }
        terminal.err().println(message(failure));
        return 1;
    }

    private static String message(Throwable failure) {
        return switch (failure) {
            // One line a problem, as editors expect it.
            case ConfigException config -> String.valueOf(config.getMessage());
            case IOException io ->
                "compuerta: " + firstLine(io) + " (" + io.getClass().getSimpleName() + ")";
            default ->
                isOurs(failure)
                        ? "compuerta: " + failure.getMessage()
                        : "compuerta: this should not have happened: "
                                + failure.getClass().getName() + ": " + firstLine(failure)
                                + "; run it with COMPUERTA_DEBUG=1 and report what it prints";
        };
    }

    /** Compuerta's own exceptions are written for people; those of libraries seldom are. */
    static boolean isOurs(Throwable failure) {
        return failure.getClass().getName().startsWith("io.compuerta.");
    }

    static String firstLine(Throwable failure) {
        @Nullable String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
