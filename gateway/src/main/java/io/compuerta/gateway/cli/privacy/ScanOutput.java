package io.compuerta.gateway.cli.privacy;

import io.compuerta.gateway.cli.CommandFailure;
import io.compuerta.gateway.cli.Terminal;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where findings go: the terminal's output, or a file.
 *
 * @param writer not flushed by itself when it is a file
 * @param toFile whether it is a file
 */
record ScanOutput(PrintWriter writer, boolean toFile) implements Closeable {

    private static final String STANDARD = "-";

    /**
     * @param name    a file, or {@code -}
     * @param targets what is read, none of which may be overwritten
     */
    static ScanOutput open(String name, List<Target> targets, Terminal terminal) throws IOException {
        if (name.equals(STANDARD)) {
            return new ScanOutput(terminal.out(), false);
        }
        Path file = Path.of(name);
        for (Target target : targets) {
            boolean same = target.path().isPresent()
                    && Files.exists(file)
                    && Files.isSameFile(file, target.path().get());
            if (same) {
                throw new CommandFailure("--output " + name + " is one of the files to scan; name another");
            }
        }
        try {
            return new ScanOutput(new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8)), true);
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + name + " ("
                    + e.getClass().getSimpleName() + "); name a file in a directory that exists and is writable");
        }
    }

    @Override
    public void close() {
        writer.flush();
        if (toFile) {
            writer.close();
        }
        if (toFile && writer.checkError()) {
            throw new CommandFailure("the output could not be written to its end; is the disk full?");
        }
    }
}
