package io.compuerta.gateway.cli;

import io.compuerta.gateway.bench.IsolationBenchmark;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code compuerta bench isolation}. */
@Command(
        name = "isolation",
        description = {
            "What a saturated local engine costs the calls that go to a premium model: an instant stub behind the",
            "pipeline, with the engine idle and with all its slots taken, in turns of one run. Starts its own",
            "processes on loopback and ends them."
        })
final class BenchIsolationCommand implements Callable<Integer> {

    @Mixin
    private final BenchOutput output = new BenchOutput();

    @Mixin
    private final LocalModelFile model;

    @Option(names = "--slots", defaultValue = "4", description = "Slots of the engine (default ${DEFAULT-VALUE}).")
    private int slots;

    @Option(names = "--clients", defaultValue = "8", description = "Premium callers (default ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--pause",
            defaultValue = "50",
            description = "Milliseconds of each caller between an answer and the next request (default"
                    + " ${DEFAULT-VALUE}).")
    private int pause;

    @Option(names = "--seconds", defaultValue = "15", description = "Length of one turn (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "3", description = "Measured rounds (default ${DEFAULT-VALUE}).")
    private int rounds;

    BenchIsolationCommand(Home home) {
        this.model = new LocalModelFile(home);
    }

    @Override
    public Integer call() {
        var benchmark = new IsolationBenchmark(
                model.find().file(), slots, clients, Duration.ofMillis(pause), Duration.ofSeconds(seconds), rounds);
        var report = benchmark.run(output::step);
        output.result(report, out -> print(report, out));
        return 0;
    }

    private static void print(IsolationBenchmark.Report report, PrintWriter out) {
        out.printf(
                "premium calls of %d callers beside %s on %d slots%n",
                report.clients(), report.model(), report.slots());
        out.printf(
                "%-10s %10s %8s %8s %7s %11s %15s%n",
                "engine", "requests/s", "p50 ms", "p99 ms", "errors", "busy slots", "local tokens/s");
        for (IsolationBenchmark.Row row : report.rows()) {
            out.printf(
                    Locale.ROOT,
                    "%-10s %10.0f %8.2f %8.2f %7d %11.0f %15.1f%n",
                    row.engine(),
                    row.requestsPerSecond(),
                    row.p50() / 1e3,
                    row.p99() / 1e3,
                    row.errors(),
                    row.busySlots(),
                    row.localTokensPerSecond());
        }
        out.printf(Locale.ROOT, "saturated to idle: p50 x %.2f, p99 x %.2f%n", report.p50Ratio(), report.p99Ratio());
    }
}
