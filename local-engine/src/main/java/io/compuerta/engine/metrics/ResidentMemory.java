package io.compuerta.engine.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Resident memory of this process: heap, native weights and caches alike. */
final class ResidentMemory {

    private static final Path ACCOUNT = Path.of("/proc/self/status");
    private static final String LINE = "VmRSS:";

    private ResidentMemory() {}

    /** From the kernel's account; not a number where it keeps none. */
    static double bytes() {
        try (Stream<String> lines = Files.lines(ACCOUNT)) {
            return lines.filter(line -> line.startsWith(LINE))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException none) {
            return Double.NaN;
        }
    }
}
