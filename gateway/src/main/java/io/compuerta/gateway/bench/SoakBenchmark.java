package io.compuerta.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.springframework.util.FileSystemUtils;

/**
 * Many streams at once through the whole pipeline, for a while: no answer may fail and the live heap may not grow. The
 * provider pauses before each of a stream's twenty pieces, so that the clients' streams are open at the same time.
 *
 * @param clients at the same time
 * @param length  of the measurement; a quarter of it, at least 10 s, comes before to warm up
 * @param pace    the provider's pause
 */
public record SoakBenchmark(int clients, Duration length, Duration pace) {

    /** Growth that says nothing: a class loaded late, a buffer's size. */
    private static final double NOISE_MIB = 8;

    private static final double NOISE_SHARE = 0.1;
    private static final int SAMPLES = 12;

    /**
     * One look at the gateway's memory.
     *
     * @param second   since the measurement began
     * @param heap     live objects in MiB, counted in a full collection
     * @param direct   direct buffers that the JVM knows of, in MiB; what Netty allocates past it is in {@code resident}
     * @param resident resident memory of the process in MiB
     */
    public record Sample(long second, double heap, double direct, long resident) {}

    /**
     * What came of it; times in microseconds, memory in MiB.
     *
     * @param early median of the live heap over the measurement's first third
     * @param late  median over its last third
     * @param flat  whether {@code late} is at most a tenth and 8 MiB above {@code early}
     */
    public record Report(
            int clients,
            long requests,
            double requestsPerSecond,
            long errors,
            long p50,
            long p99,
            long firstByteP50,
            long firstByteP99,
            List<Sample> memory,
            double early,
            double late,
            boolean flat) {

        public boolean passed() {
            return errors == 0 && flat;
        }
    }

    /** @param progress told in a few words what is being done */
    public Report run(Consumer<String> progress) {
        try {
            Path directory = Files.createTempDirectory("compuerta-soak");
            int stubPort = Child.freePort();
            int port = Child.freePort();
            BenchConfig.write(directory, stubPort);
            progress.accept("starting the stub and the gateway");
            Report report;
            try (Child stub = Child.stub(directory, stubPort, pace);
                    Child gateway = Child.gateway(directory, port)) {
                stub.awaitListening();
                gateway.awaitListening();
                report = measure(gateway, port, progress);
            }
            FileSystemUtils.deleteRecursively(directory);
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Report measure(Child gateway, int port, Consumer<String> progress) {
        Load load = new Load("http://127.0.0.1:" + port + "/v1/chat/completions", BenchConfig.KEY, true, clients);
        progress.accept("warming up");
        load.run(Duration.ofMillis(Math.max(10_000, length.toMillis() / 4)));
        progress.accept(clients + " clients for " + length.toSeconds() + " s");
        MemoryProbe probe = new MemoryProbe(gateway, port);
        List<Sample> samples = new CopyOnWriteArrayList<>();
        long every = Math.max(1, length.toMillis() / SAMPLES);
        long start = System.nanoTime();
        try (ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor()) {
            var sampling = sampler.scheduleAtFixedRate(
                    () -> samples.add(probe.sample(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))),
                    every / 2,
                    every,
                    TimeUnit.MILLISECONDS);
            Load.Outcome outcome = load.run(length);
            sampling.cancel(false);
            return report(outcome, samples);
        }
    }

    private Report report(Load.Outcome outcome, List<Sample> samples) {
        int third = samples.size() / 3;
        if (third == 0) {
            throw new IllegalStateException("only " + samples.size() + " looks at the memory; give it more seconds");
        }
        double early = Median.of(samples.subList(0, third), Sample::heap);
        double late = Median.of(samples.subList(samples.size() - third, samples.size()), Sample::heap);
        return new Report(
                clients,
                outcome.whole().getTotalCount(),
                outcome.requestsPerSecond(),
                outcome.errors(),
                outcome.p50(),
                outcome.p99(),
                outcome.firstByteP50(),
                outcome.firstByteP99(),
                List.copyOf(samples),
                early,
                late,
                isFlat(early, late));
    }

    static boolean isFlat(double early, double late) {
        return late <= early * (1 + NOISE_SHARE) + NOISE_MIB;
    }
}
