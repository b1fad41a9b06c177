package io.compuerta.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of a process, from the kernel's account. */
public final class ResidentMemory {

    private ResidentMemory() {}

    /** Of this process in MiB; 0 where the kernel keeps no account. */
    public static long mebibytes() {
        return mebibytes(ProcessHandle.current().pid());
    }

    static long mebibytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0L);
        } catch (IOException e) {
            return 0;
        }
    }
}
