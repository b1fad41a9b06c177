package io.compuerta.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.springframework.util.FileSystemUtils;
import reactor.core.Disposable;

/**
 * What a local engine with more to do than it can costs the calls that pass it by: calls to an instant premium stub,
 * with the engine idle and with all its slots taken, in turns of one run, so that a noisy machine is noisy to both.
 *
 * @param model   of the engine
 * @param slots   of the engine; twice as many callers keep it busy
 * @param clients premium callers
 * @param pause   of each between an answer and the next request
 * @param length  of one turn
 * @param rounds  measured, after one to warm up
 */
public record IsolationBenchmark(Path model, int slots, int clients, Duration pause, Duration length, int rounds) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * Premium calls in one condition; times in microseconds, the median over the rounds.
     *
     * @param busySlots            of the engine at the end of a turn
     * @param localTokensPerSecond that the engine made meanwhile
     */
    public record Row(
            String engine,
            double requestsPerSecond,
            long p50,
            long p99,
            long errors,
            double busySlots,
            double localTokensPerSecond) {}

    /** @param p50Ratio saturated to idle, the median over the rounds */
    public record Report(String model, int slots, int clients, List<Row> rows, double p50Ratio, double p99Ratio) {}

    /** One turn. */
    private record Turn(Load.Outcome premium, double busySlots, double tokensPerSecond) {}

    /** Both conditions, one after the other. */
    private record Round(Turn idle, Turn saturated) {}

    /** @param progress told in a few words what is being done */
    public Report run(Consumer<String> progress) {
        try {
            Path directory = Files.createTempDirectory("compuerta-isolation");
            int stubPort = Child.freePort();
            int port = Child.freePort();
            BenchConfig.writeWithEngine(directory, stubPort, model, slots);
            progress.accept("starting the stub and the gateway");
            Report report;
            try (Child stub = Child.stub(directory, stubPort, Duration.ZERO);
                    Child gateway = Child.gateway(directory, port)) {
                stub.awaitListening();
                gateway.awaitListening();
                report = measure(port, progress);
            }
            FileSystemUtils.deleteRecursively(directory);
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Report measure(int port, Consumer<String> progress) {
        String url = "http://127.0.0.1:" + port + "/v1/chat/completions";
        Load premium = new Load(url, BenchConfig.KEY, "auto", false, clients, pause);
        Load local = new Load(url, BenchConfig.KEY, "local", true, 2 * slots, Duration.ZERO);
        Scrape scrape = new Scrape(port);
        List<Round> measured = new ArrayList<>();
        for (int number = 0; number <= rounds; number++) {
            progress.accept(number == 0 ? "warming up" : "round " + number + " of " + rounds);
            Turn idle = turn(premium, scrape);
            Disposable callers = local.keepBusy();
            try {
                scrape.await("engine_slots_busy", slots);
                Turn saturated = turn(premium, scrape);
                if (number > 0) {
                    measured.add(new Round(idle, saturated));
                }
            } finally {
                callers.dispose();
                scrape.await("engine_slots_busy", 0);
            }
        }
        return report(measured);
    }

    private Turn turn(Load premium, Scrape scrape) {
        double before = scrape.sum("engine_completion_tokens_total");
        long start = System.nanoTime();
        Load.Outcome outcome = premium.run(length);
        double seconds = (System.nanoTime() - start) / 1e9;
        double tokens = scrape.sum("engine_completion_tokens_total") - before;
        return new Turn(outcome, scrape.sum("engine_slots_busy"), tokens / seconds);
    }

    private Report report(List<Round> measured) {
        List<Turn> idle = measured.stream().map(Round::idle).toList();
        List<Turn> saturated = measured.stream().map(Round::saturated).toList();
        return new Report(
                String.valueOf(model.getFileName()),
                slots,
                clients,
                List.of(row("idle", idle), row("saturated", saturated)),
                Median.of(measured, round -> ratio(round, 50)),
                Median.of(measured, round -> ratio(round, 99)));
    }

    private static double ratio(Round round, double percentile) {
        double idle = round.idle().premium().whole().getValueAtPercentile(percentile);
        return round.saturated().premium().whole().getValueAtPercentile(percentile) / Math.max(1, idle);
    }

    private static Row row(String name, List<Turn> turns) {
        return new Row(
                name,
                Median.of(turns, turn -> turn.premium().requestsPerSecond()),
                (long) Median.of(turns, turn -> turn.premium().p50()),
                (long) Median.of(turns, turn -> turn.premium().p99()),
                turns.stream().mapToLong(turn -> turn.premium().errors()).sum(),
                Median.of(turns, Turn::busySlots),
                Median.of(turns, Turn::tokensPerSecond));
    }

    /** The gateway's own metrics. */
    private static final class Scrape {
        private final HttpClient http = HttpClient.newHttpClient();
        private final HttpRequest request;

        private Scrape(int port) {
            request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                    .build();
        }

        private double sum(String metric) {
            try {
                String metrics =
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body();
                return MemoryProbe.sum(metrics, metric + "{");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }

        private void await(String metric, double wanted) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (sum(metric) != wanted) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(metric + " is " + sum(metric) + "; " + wanted + " expected");
                }
                try {
                    TimeUnit.MILLISECONDS.sleep(50);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted", e);
                }
            }
        }
    }
}
