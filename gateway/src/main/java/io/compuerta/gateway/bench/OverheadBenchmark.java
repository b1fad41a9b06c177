package io.compuerta.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.util.FileSystemUtils;

/**
 * What the whole pipeline costs beside a bare Spring Cloud Gateway route of the same process, and beside the stub alone.
 * The three are measured in turns, round after round, so that a noisy machine is noisy to all of them.
 *
 * @param clients at the same time
 * @param warmUp  before the first measured turn, for each target
 * @param length  of one turn
 * @param rounds  measured
 */
public record OverheadBenchmark(int clients, Duration warmUp, Duration length, int rounds) {

    /**
     * One target in one mode; times in microseconds, the median over the rounds.
     *
     * @param ofBare its requests per second as a share of the bare route's, the median over the rounds
     */
    public record Row(
            String target,
            boolean stream,
            double requestsPerSecond,
            long p50,
            long p99,
            long firstByteP50,
            long firstByteP99,
            long errors,
            double ofBare) {}

    /** @param startMillis from the start of the process to the first answered request */
    public record Report(List<Row> rows, long startMillis, long residentMiBIdle, long residentMiBAfter) {}

    /** @param progress told in a few words what is being done */
    public Report run(Consumer<String> progress) {
        try {
            Path directory = Files.createTempDirectory("compuerta-bench");
            int stubPort = Child.freePort();
            int port = Child.freePort();
            BenchConfig.write(directory, stubPort);
            progress.accept("starting the stub");
            Report report;
            try (Child stub = Child.stub(directory, stubPort, Duration.ZERO)) {
                stub.awaitListening();
                report = measure(directory, stubPort, port, progress);
            }
            FileSystemUtils.deleteRecursively(directory);
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Report measure(Path directory, int stubPort, int port, Consumer<String> progress) {
        progress.accept("starting the gateway");
        long start = System.nanoTime();
        try (Child gateway = Child.gateway(directory, port)) {
            gateway.awaitListening();
            Target pipeline = new Target("pipeline", "http://127.0.0.1:" + port + "/v1/chat/completions");
            long firstErrors = pipeline.load(false, 1).run(Duration.ofMillis(1)).errors();
            if (firstErrors > 0) {
                throw new IllegalStateException("the gateway did not answer; its log is in " + directory);
            }
            long startMillis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            long idle = gateway.residentMiB();
            List<Target> targets = List.of(
                    new Target("stub alone", "http://127.0.0.1:" + stubPort + "/v1/chat/completions"),
                    new Target("bare route", "http://127.0.0.1:" + port + "/bare/v1/chat/completions"),
                    pipeline);
            List<Row> rows = new ArrayList<>();
            for (boolean stream : new boolean[] {false, true}) {
                rows.addAll(mode(targets, stream, progress));
            }
            return new Report(rows, startMillis, idle, gateway.residentMiB());
        }
    }

    private record Target(String name, String url) {
        Load load(boolean stream, int clients) {
            return new Load(url, BenchConfig.KEY, stream, clients);
        }
    }

    private List<Row> mode(List<Target> targets, boolean stream, Consumer<String> progress) {
        List<Load> loads =
                targets.stream().map(target -> target.load(stream, clients)).toList();
        List<List<Load.Outcome>> outcomes = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            progress.accept((stream ? "streams" : "whole answers") + ", "
                    + (round == 0 ? "warming up" : "round " + round + " of " + rounds));
            List<Load.Outcome> turn = new ArrayList<>();
            for (Load load : loads) {
                // A pipeline of many classes is compiled later than a bare route: measured too early, it looks slow.
                turn.add(load.run(round == 0 ? warmUp : length));
            }
            if (round > 0) {
                outcomes.add(turn);
            }
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            rows.add(row(targets.get(i).name(), stream, outcomes, i));
        }
        return rows;
    }

    private static Row row(String name, boolean stream, List<List<Load.Outcome>> rounds, int i) {
        return new Row(
                name,
                stream,
                Median.of(rounds, round -> round.get(i).requestsPerSecond()),
                (long) Median.of(rounds, round -> round.get(i).p50()),
                (long) Median.of(rounds, round -> round.get(i).p99()),
                (long) Median.of(rounds, round -> round.get(i).firstByteP50()),
                (long) Median.of(rounds, round -> round.get(i).firstByteP99()),
                rounds.stream().mapToLong(round -> round.get(i).errors()).sum(),
                Median.of(
                        rounds,
                        round -> round.get(i).requestsPerSecond() / round.get(1).requestsPerSecond()));
    }
}
