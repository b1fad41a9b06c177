package io.compuerta.gateway.bench;

import io.compuerta.engine.worker.WorkerMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * Kills the local engine's worker again and again while clients ask it, and sees what they notice. Half of the kills are
 * SIGSEGV, as of a native crash, half SIGKILL, as of the kernel when memory runs out. Beside the clients of the local
 * model others ask a premium one and the gateway's health: they may notice nothing.
 *
 * @param model   GGUF file
 * @param kills   in all
 * @param clients at the same time
 * @param between kills, on the average, after the worker's return; it is restarted with less delay when it had served 10 s
 */
public record CrashBenchmark(Path model, int kills, int clients, Duration between) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    /**
     * What came of it. Each request of a client of the local model is exactly one of answered, refused, broken and lost.
     *
     * @param kills          that were done
     * @param answered       whole answers
     * @param refused        errors before the answer began, as a status with a body
     * @param broken         streams that ended in an error frame
     * @param lost           requests without an end: cut off, silent, or no proper error
     * @param recoveryMillis from a kill to the first new word of the local model, sorted
     * @param probes         of the premium model and of health
     * @param missed         of these, not answered as they should be, or not within twenty seconds
     * @param slowestProbe   in milliseconds
     * @param orphans        workers that outlived the gateway
     */
    public record Report(
            int kills,
            long answered,
            long refused,
            long broken,
            long lost,
            List<Long> recoveryMillis,
            long probes,
            long missed,
            long slowestProbe,
            int orphans) {

        public Report {
            recoveryMillis = List.copyOf(recoveryMillis);
        }

        public boolean passed() {
            return answered > 0 && lost == 0 && missed == 0 && orphans == 0;
        }
    }

    /** @param progress told in a few words what is being done */
    public Report run(Consumer<String> progress) {
        try {
            Path directory = Files.createTempDirectory("compuerta-crash");
            int stubPort = Child.freePort();
            int port = Child.freePort();
            BenchConfig.write(directory, stubPort);
            BenchConfig.writeLocal(directory, model);
            progress.accept("starting the stub and the gateway");
            Report report;
            try (Child stub = Child.stub(directory, stubPort, Duration.ZERO)) {
                stub.awaitListening();
                report = withGateway(directory, port, progress);
            }
            FileSystemUtils.deleteRecursively(directory);
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Report withGateway(Path directory, int port, Consumer<String> progress) {
        List<Long> recovery;
        CrashClients load = new CrashClients("http://127.0.0.1:" + port, clients);
        ProcessHandle last;
        try (Child gateway = Child.gateway(directory, port)) {
            gateway.awaitListening();
            try (load) {
                load.start();
                recovery = killAgainAndAgain(gateway.pid(), load, progress);
            }
            last = worker(gateway.pid());
        }
        boolean orphan = !awaitEnd(last);
        return new Report(
                recovery.size(),
                load.answered(),
                load.refused(),
                load.broken(),
                load.lost(),
                recovery.stream().sorted().toList(),
                load.probes(),
                load.missed(),
                load.slowestProbe(),
                orphan ? 1 : 0);
    }

    private List<Long> killAgainAndAgain(long gateway, CrashClients load, Consumer<String> progress) {
        Random random = new Random(20261122);
        List<Long> recovery = new ArrayList<>();
        awaitWord(load, load.words());
        for (int kill = 1; kill <= kills; kill++) {
            pause(Duration.ofMillis(between.toMillis() / 2 + random.nextLong(between.toMillis() + 1)));
            ProcessHandle victim = worker(gateway);
            String signal = kill % 2 == 0 ? "-KILL" : "-SEGV";
            long start = System.nanoTime();
            signal(signal, victim.pid());
            awaitOther(gateway, victim.pid());
            awaitWord(load, load.words());
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            recovery.add(millis);
            progress.accept("kill " + kill + " of " + kills + " (" + signal + "): words again after " + millis + " ms");
        }
        return recovery;
    }

    private static void awaitWord(CrashClients load, long former) {
        await("the local model did not answer", () -> load.words() > former);
    }

    private static void awaitOther(long gateway, long former) {
        await("the worker was not started again", () -> workers(gateway).anyMatch(worker -> worker.pid() != former));
    }

    private static ProcessHandle worker(long gateway) {
        return workers(gateway)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("the gateway runs no worker: " + WorkerMain.class.getName()));
    }

    /** The gateway has no other children. */
    private static Stream<ProcessHandle> workers(long gateway) {
        return ProcessHandle.of(gateway).stream()
                .flatMap(ProcessHandle::children)
                .filter(ProcessHandle::isAlive);
    }

    private static boolean awaitEnd(ProcessHandle process) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (process.isAlive() && System.nanoTime() < end) {
            pause(BETWEEN_LOOKS);
        }
        return !process.isAlive();
    }

    private static void signal(String signal, long pid) {
        try {
            if (new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor() != 0) {
                throw new IllegalStateException("the worker " + pid + " could not be sent " + signal);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void await(String otherwise, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(otherwise + " within " + PATIENCE.toSeconds() + " s");
            }
            pause(BETWEEN_LOOKS);
        }
    }

    private static void pause(Duration length) {
        try {
            TimeUnit.MILLISECONDS.sleep(length.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
