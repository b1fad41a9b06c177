package io.compuerta.gateway.cli;

import io.compuerta.gateway.bench.CrashBenchmark;
import io.compuerta.gateway.bench.CrashBenchmark.Report;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code compuerta bench crash}. */
@Command(
        name = "crash",
        description = {
            "Kills the local engine's worker process (compuerta.engine.mode: worker) again and again under load, by",
            "turns with SIGSEGV and SIGKILL. Every request must end in an answer or a proper error, and the gateway",
            "must answer all others throughout. Starts its own processes on loopback and ends them."
        })
final class BenchCrashCommand implements Callable<Integer> {

    @Mixin
    private final BenchOutput output = new BenchOutput();

    @Mixin
    private final LocalModelFile model;

    @Option(names = "--kills", defaultValue = "20", description = "How many (default ${DEFAULT-VALUE}).")
    private int kills;

    @Option(
            names = "--clients",
            defaultValue = "6",
            description = "Clients at the same time (default ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--between",
            defaultValue = "12",
            description = "Seconds between two kills, on the average (default ${DEFAULT-VALUE}).")
    private int between;

    BenchCrashCommand(Home home) {
        this.model = new LocalModelFile(home);
    }

    @Override
    public Integer call() {
        Path file = model.find().file();
        Report report = new CrashBenchmark(file, kills, clients, Duration.ofSeconds(between)).run(output::step);
        output.result(asJson(report), out -> print(report, out));
        return report.passed() ? 0 : 1;
    }

    private static Map<String, Object> asJson(Report report) {
        return Map.ofEntries(
                Map.entry("kills", report.kills()),
                Map.entry("answered", report.answered()),
                Map.entry("refused", report.refused()),
                Map.entry("broken", report.broken()),
                Map.entry("lost", report.lost()),
                Map.entry("recovery_ms_p50", middle(report.recoveryMillis())),
                Map.entry("recovery_ms_max", last(report.recoveryMillis())),
                Map.entry("probes", report.probes()),
                Map.entry("probes_missed", report.missed()),
                Map.entry("probe_ms_max", report.slowestProbe()),
                Map.entry("orphans", report.orphans()),
                Map.entry("passed", report.passed()));
    }

    private static void print(Report report, PrintWriter out) {
        out.printf("%-34s %8d%n", "kills", report.kills());
        out.printf("%-34s %8d%n", "requests answered", report.answered());
        out.printf("%-34s %8d%n", "ended in an error before the answer", report.refused());
        out.printf("%-34s %8d%n", "ended in an error frame", report.broken());
        out.printf("%-34s %8d%n", "LOST", report.lost());
        out.printf(
                Locale.ROOT,
                "%-34s %8d (longest %d)%n",
                "ms from a kill to new words, p50",
                middle(report.recoveryMillis()),
                last(report.recoveryMillis()));
        out.printf("%-34s %8d (slowest %d ms)%n", "premium and health probes", report.probes(), report.slowestProbe());
        out.printf("%-34s %8d%n", "of these MISSED", report.missed());
        out.printf("%-34s %8d%n", "workers left behind", report.orphans());
        out.println(report.passed() ? "passed" : "FAILED");
    }

    private static long middle(List<Long> sorted) {
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }

    private static long last(List<Long> sorted) {
        return sorted.isEmpty() ? 0 : sorted.getLast();
    }
}
