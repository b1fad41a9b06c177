import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes out of an unpacked gateway what another operating system or processor would need, and what HTTP/3 would, which
 * the gateway does not speak. Run by the Dockerfile: {@code java StripNatives.java LIB Linux/x86_64}.
 */
final class StripNatives {

    private StripNatives() {}

    public static void main(String[] arguments) throws IOException {
        Path lib = Path.of(arguments[0]);
        long before = size(lib);
        for (Path jar : files(lib)) {
            String name = jar.getFileName().toString();
            if (name.startsWith("netty-codec-native-quic-") || name.startsWith("netty-resolver-dns-native-macos-")) {
                Files.delete(jar);
            } else if (name.startsWith("sqlite-jdbc-")) {
                keepOnly(jar, "org/sqlite/native/" + arguments[1] + "/");
            }
        }
        System.out.printf("left out %.1f MB of %.1f MB%n", (before - size(lib)) / 1e6, before / 1e6);
    }

    /** Deletes the libraries of other platforms; a jar without the wanted one is left as it was, and an error. */
    private static void keepOnly(Path jar, String wanted) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(jar);
                Stream<Path> entries = Files.walk(zip.getPath("org/sqlite/native"))) {
            if (!Files.isDirectory(zip.getPath(wanted))) {
                throw new IllegalArgumentException(jar.getFileName() + " has no " + wanted);
            }
            List<Path> foreign = entries.filter(Files::isRegularFile)
                    .filter(entry -> !entry.startsWith(zip.getPath(wanted)))
                    .toList();
            for (Path entry : foreign) {
                Files.delete(entry);
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static long size(Path directory) throws IOException {
        long sum = 0;
        for (Path file : files(directory)) {
            sum += Files.size(file);
        }
        return sum;
    }
}
