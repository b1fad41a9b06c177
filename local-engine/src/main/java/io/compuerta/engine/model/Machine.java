package io.compuerta.engine.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a model may use of this machine.
 *
 * @param memoryBytes of the machine, or of the container if that has less
 * @param threads     of the computation
 */
public record Machine(long memoryBytes, int threads) {

    /** The rest is for the JVM, the system, and the page cache of everything else. */
    private static final double SHARE = 0.75;

    /**
     * Weights that one core reads in a second while it generates: 13 to 14 tokens a second on 0.5 GB, measured on a
     * Xeon with AVX-512 (ENGINE.md). A rule of thumb for choosing, no promise.
     */
    private static final double WEIGHT_BYTES_PER_CORE_SECOND = 6.5e9;

    /** Beyond this, memory is the limit and further cores do not help. */
    private static final int MOST_USEFUL_THREADS = 8;

    public static Machine here(int threads) {
        return new Machine(memory(Path.of("/")), threads);
    }

    /** Bytes that models may take together. */
    public long modelBytes() {
        return (long) (memoryBytes * SHARE);
    }

    /** Tokens a second of a single answer, roughly. */
    public double tokensPerSecond(long weightBytes) {
        return WEIGHT_BYTES_PER_CORE_SECOND * Math.min(threads, MOST_USEFUL_THREADS) / weightBytes;
    }

    /** The smallest of the machine's memory and the limits of the control groups this process is in. */
    static long memory(Path root) {
        long least = Long.MAX_VALUE;
        for (String line : lines(root.resolve("proc/meminfo"))) {
            if (line.startsWith("MemTotal:")) {
                least = Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            String[] pieces = line.split(":", 3);
            if (pieces.length == 3 && pieces[1].isEmpty()) {
                least = Math.min(least, limit(root.resolve("sys/fs/cgroup"), pieces[2], "memory.max"));
            } else if (pieces.length == 3 && List.of(pieces[1].split(",")).contains("memory")) {
                least = Math.min(
                        least, limit(root.resolve("sys/fs/cgroup/memory"), pieces[2], "memory.limit_in_bytes"));
            }
        }
        return least == Long.MAX_VALUE ? Runtime.getRuntime().maxMemory() : least;
    }

    /** A group is also bound by the groups around it. */
    private static long limit(Path groups, String name, String file) {
        long least = Long.MAX_VALUE;
        Path group = groups.resolve(name.replaceFirst("^/+", "")).normalize();
        while (group != null && group.startsWith(groups)) {
            for (String line : lines(group.resolve(file))) {
                if (line.matches("\\d{1,18}")) {
                    least = Math.min(least, Long.parseLong(line));
                }
            }
            group = group.getParent();
        }
        return least;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
