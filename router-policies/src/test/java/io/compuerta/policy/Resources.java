package io.compuerta.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The text files that tests read. */
public final class Resources {

    /** The repository's own example files: surefire runs in the module's folder. */
    public static final Path CONFIG = Path.of("..", "config");

    private static final Path TABLES = Path.of("src", "test", "resources", "io", "compuerta", "policy");

    private Resources() {}

    /** The YAML files of a folder, by name. */
    public static List<Path> table(String folder) {
        try (Stream<Path> files = Files.list(TABLES.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a broken file says of itself: its lines {@code #! line:column: message}, in order. */
    public static List<String> expectedProblems(Path file) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith("#! "))
                .map(line -> line.substring(3))
                .toList();
    }
}
