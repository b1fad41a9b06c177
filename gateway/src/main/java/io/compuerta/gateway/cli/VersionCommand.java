package io.compuerta.gateway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "version",
        header = "Print the version.",
        footer = {"", "Example:", "  ./compuerta version"})
public final class VersionCommand implements Callable<Integer> {

    private static final String BUILD = "/META-INF/build-info.properties";

    private final Terminal terminal;

    VersionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        terminal.out().println("compuerta " + version());
        terminal.out()
                .println("java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor")
                        + ") on " + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return 0;
    }

    /** As the build wrote it. */
    public static String version() throws IOException {
        Properties build = new Properties();
        try (InputStream in = VersionCommand.class.getResourceAsStream(BUILD)) {
            if (in != null) {
                build.load(in);
            }
        }
        return build.getProperty("build.version", "(unpackaged)");
    }
}
