package io.compuerta.engine.worker;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory that only this user may enter, with one socket in it. Both are gone as soon as the worker has come. */
record SocketPlace(Path directory) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SocketPlace.class);

    /** What the kernel has room for, with the end mark. */
    private static final int MOST_PATH_BYTES = 107;

    private static final String SOCKET = "s";
    private static final int RANDOM_NAME_BYTES = 32;

    /** Below the usual place for temporary files, or, where that path is too long for a socket, below /tmp. */
    static SocketPlace create() throws IOException {
        Path usual = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        for (Path base : List.of(usual, Path.of("/tmp"))) {
            if (bytes(base) + RANDOM_NAME_BYTES <= MOST_PATH_BYTES && Files.isWritable(base)) {
                return new SocketPlace(Files.createTempDirectory(
                        base,
                        "compuerta",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
            }
        }
        throw new IOException("no place for the worker's socket: java.io.tmpdir is " + usual
                + "; a writable directory of less than 75 bytes is needed");
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(socket());
    }

    Path socket() {
        return directory.resolve(SOCKET);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(socket());
            Files.deleteIfExists(directory);
        } catch (IOException kept) {
            LOG.warn("the directory {} could not be removed: {}", directory, kept.getMessage());
        }
    }
}
