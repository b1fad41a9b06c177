package io.compuerta.gateway.cli.privacy;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Something to be scanned.
 *
 * @param path  the file; empty for standard input
 * @param shown how it is called in reports
 * @param named whether somebody gave it by name, so that leaving it out is a failure
 * @param size  bytes, as far as known; 0 when not
 */
record Target(Optional<Path> path, String shown, boolean named, long size) {

    static final Target STANDARD_INPUT = new Target(Optional.empty(), "-", true, 0);

    InputStream open() throws IOException {
        return path.isPresent() ? Files.newInputStream(path.get()) : new FileInputStream(FileDescriptor.in);
    }
}
