package io.compuerta.gateway.cli.privacy;

import java.io.IOException;
import java.nio.file.Path;

/** Takes what a scan finds, in its order, and writes it down. */
interface ScanReport {

    void found(Target target, FileFinding finding) throws IOException;

    /** A file, or the rest of it, that could not be read. */
    void problem(String shown, String why) throws IOException;

    void end(ScanTally tally) throws IOException;

    /** As a URI reference: relative below the working directory, else with its scheme. */
    static String uri(Target target) {
        if (target.path().isEmpty()) {
            return "stdin";
        }
        Path here = Path.of("").toAbsolutePath().normalize();
        Path file = target.path().get().toAbsolutePath().normalize();
        return file.startsWith(here)
                ? here.toUri().relativize(file.toUri()).toString()
                : file.toUri().toString();
    }
}
