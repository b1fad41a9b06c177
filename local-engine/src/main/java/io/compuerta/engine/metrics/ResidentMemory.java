package io.compuerta.engine.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Resident memory of a process, from the kernel's account: heap, native weights and caches alike. */
public final class ResidentMemory {

    private static final String LINE = "VmRSS:";
    private static final int KIBIBYTE = 1024;

    private ResidentMemory() {}

    /** Of this process in MiB; 0 where the kernel keeps no account. */
    public static long mebibytes() {
        return mebibytes(ProcessHandle.current().pid());
    }

    /** Of a process in MiB; 0 where the kernel keeps no account. */
    public static long mebibytes(long pid) {
        double bytes = bytes(pid);
        return Double.isNaN(bytes) ? 0 : Math.round(bytes) >> 20;
    }

    /** Of this process; not a number where the kernel keeps no account. */
    static double bytes() {
        return bytes(ProcessHandle.current().pid());
    }

    private static double bytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith(LINE))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * KIBIBYTE)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException none) {
            return Double.NaN;
        }
    }
}
