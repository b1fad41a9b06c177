package io.compuerta.engine.llama;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Puts the libraries that travel in the jar into a directory, from where the system can load them. The directory is
 * named by their content, so versions do not mix; it is filled beside and renamed into place, so a reader never sees
 * half of it.
 */
final class NativeFiles {

    private NativeFiles() {}

    /** The running platform, as the resources name it: {@code linux-x64}. */
    static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String name = os.contains("linux") ? "linux" : os.contains("mac") ? "mac" : os.contains("win") ? "win" : os;
        String architecture = System.getProperty("os.arch", "");
        return name + "-"
                + (architecture.equals("amd64") ? "x64" : architecture.equals("aarch64") ? "arm64" : architecture);
    }

    /** Whether the jar carries libraries for this platform. */
    static boolean bundled() {
        return NativeFiles.class.getResource(resource("natives.properties")) != null;
    }

    /**
     * Unpacks unless done before.
     *
     * @param cache where directories of libraries may be kept
     * @return the directory that holds the libraries
     */
    static Path unpack(Path cache) {
        Properties listing = listing()
                .orElseThrow(() -> new NativeUnavailable("this build carries no libllama for " + platform()
                        + ": build it with npm installed, or set the engine's native directory"));
        Path directory =
                cache.resolve(platform() + "-" + listing.getProperty("hash").substring(0, 16));
        if (Files.isDirectory(directory)) {
            return directory;
        }
        try {
            Files.createDirectories(cache);
            Path unfinished = Files.createTempDirectory(cache, "unpacking-");
            try {
                for (String file : List.of(listing.getProperty("files").split(","))) {
                    copy(file, unfinished.resolve(file));
                }
                moveInto(unfinished, directory);
            } finally {
                if (Files.exists(unfinished)) {
                    delete(unfinished);
                }
            }
            return directory;
        } catch (IOException failure) {
            throw new NativeUnavailable("libllama could not be unpacked to " + cache + ": " + failure, failure);
        }
    }

    /** The file of libllama itself in a directory, whatever the platform calls it. */
    static Path libllama(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new NativeUnavailable("there is no directory " + directory + " with native libraries");
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            file -> file.getFileName().toString().matches("(lib)?llama(\\.v[0-9.]+)?\\.(so|dylib|dll)"))
                    .min(Comparator.naturalOrder())
                    .orElseThrow(() -> new NativeUnavailable("no libllama in " + directory));
        } catch (IOException failure) {
            throw new NativeUnavailable("the directory " + directory + " cannot be read: " + failure, failure);
        }
    }

    private static Optional<Properties> listing() {
        try (InputStream in = NativeFiles.class.getResourceAsStream(resource("natives.properties"))) {
            if (in == null) {
                return Optional.empty();
            }
            Properties listing = new Properties();
            listing.load(in);
            return Optional.of(listing);
        } catch (IOException failure) {
            throw new NativeUnavailable("the list of bundled libraries cannot be read: " + failure, failure);
        }
    }

    private static void copy(String file, Path target) throws IOException {
        try (InputStream in = NativeFiles.class.getResourceAsStream(resource(file))) {
            if (in == null) {
                throw new NativeUnavailable("the jar lists " + file + " but does not hold it");
            }
            Files.copy(in, target);
        }
    }

    /** If another process was faster its directory stays: the name stands for the content. */
    private static void moveInto(Path unfinished, Path directory) throws IOException {
        try {
            Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            if (!Files.isDirectory(directory)) {
                throw failure;
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static String resource(String file) {
        return "natives/" + platform() + "/" + file;
    }
}
