package io.compuerta.engine.worker;

import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker's process, from its start to its end: a JVM of the same installation. */
final class WorkerProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
    private static final Duration TO_BE_REAPED = Duration.ofSeconds(2);

    /** The launcher of the JVM reads further options from here; they are meant for the gateway. */
    private static final String GATEWAY_OPTIONS = "JDK_JAVA_OPTIONS";

    private final Process process;
    private volatile @Nullable SocketChannel channel;

    private WorkerProcess(Process process) {
        this.process = process;
    }

    static WorkerProcess start(Class<? extends WorkerProgram> program, SocketPlace place, WorkerSettings settings)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(program, place, settings))
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        builder.environment().remove(GATEWAY_OPTIONS);
        Process process = builder.start();
        Thread.ofPlatform()
                .name("engine-worker-log")
                .daemon()
                .start(() -> WorkerLog.follow(process.getInputStream(), process.pid()));
        return new WorkerProcess(process);
    }

    private static List<String> command(
            Class<? extends WorkerProgram> program, SocketPlace place, WorkerSettings settings) throws IOException {
        if (!ClassLoader.getSystemClassLoader().equals(WorkerMain.class.getClassLoader())) {
            throw new IOException("a worker needs the unpacked application, as './compuerta' and the image run it, not"
                    + " one jar with others inside");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + settings.heapMegabytes() + "m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                // A dump would hold what users wrote; the summary goes into the log.
                "-XX:ErrorFile=/dev/null",
                "-XX:-CreateCoredumpOnCrash",
                // Leaves a file behind when it is killed.
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=" + WorkerLog.CONFIGURATION,
                "-D" + WorkerLog.LEVEL + "=" + (LOG.isDebugEnabled() ? "debug" : "info"),
                "-cp",
                System.getProperty("java.class.path"),
                WorkerMain.class.getName(),
                place.socket().toString(),
                program.getName(),
                Long.toString(settings.pulse().toMillis())));
        return List.copyOf(command);
    }

    /** Waits until the worker calls. @throws IOException when it does not, with the reason */
    SocketChannel accept(ServerSocketChannel listening, Duration patience) throws IOException {
        listening.configureBlocking(false);
        long end = System.nanoTime() + patience.toNanos();
        SocketChannel caller = listening.accept();
        while (caller == null) {
            if (!process.isAlive()) {
                throw new IOException("it " + ending() + " before it called");
            }
            if (System.nanoTime() > end) {
                throw new IOException("it did not call within " + patience.toSeconds() + " s");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            caller = listening.accept();
        }
        caller.configureBlocking(true);
        channel = caller;
        return caller;
    }

    static ServerSocketChannel listen(SocketPlace place) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(place.address());
        return listening;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() {
        process.destroyForcibly();
    }

    /** How it ended, in words that follow "the worker"; waits a moment for that. */
    String ending() {
        return awaitEnd(TO_BE_REAPED) ? inWords(process.exitValue()) : "closed its connection";
    }

    private static String inWords(int code) {
        return switch (code) {
            case WorkerMain.ENGINE_FAILED -> "ended because its engine failed";
            // What a JVM answers to a signal that it does not survive, when it may not leave a core dump.
            case 1 -> "crashed or could not start (code 1)";
            case 3 -> "ended for want of Java heap";
            case 128 + 6, 128 + 11, 128 + 7 -> "crashed (signal " + (code - 128) + ")";
            case 128 + 9 -> "was killed (signal 9), by hand or for want of memory";
            default -> code > 128 ? "was ended by signal " + (code - 128) : "ended with code " + code;
        };
    }

    boolean awaitEnd(Duration limit) {
        boolean interrupted = false;
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                try {
                    return process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Leaves nothing behind, whatever state the process is in. */
    @Override
    public void close() {
        SocketChannel open = channel;
        if (open != null) {
            try {
                open.close();
            } catch (IOException failure) {
                LOG.debug("closing the worker's connection: {}", failure.getMessage());
            }
        }
        process.destroyForcibly();
        awaitEnd(TO_BE_REAPED);
    }
}
