package io.compuerta.engine.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What a thread of this process has computed so far. */
final class ProcessorTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ProcessorTime() {}

    /** Of all live platform threads whose names begin so; helpers that the native library starts are not among them. */
    static double seconds(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith(prefix))
                        .mapToLong(thread -> Math.max(0, THREADS.getThreadCpuTime(thread.threadId())))
                        .sum()
                / 1e9;
    }
}
