package io.compuerta.gateway.cli;

import io.compuerta.gateway.bench.OverheadBenchmark;
import io.compuerta.gateway.bench.SoakBenchmark;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code compuerta bench}: figures that the documentation quotes, made again on your machine. */
@Command(
        name = "bench",
        description = "Measure the gateway on this machine.",
        subcommands = {BenchCommand.Overhead.class, BenchCommand.Soak.class})
final class BenchCommand implements Runnable {

    @Spec
    private @org.jspecify.annotations.Nullable CommandSpec spec;

    private BenchCommand() {}

    static CommandLine commandLine(Home home) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new BenchIsolationCommand(home))
                .addSubcommand(new BenchSoakEngineCommand(home))
                .addSubcommand(new BenchCrashCommand(home))
                .addSubcommand(new BenchWorkerCommand(home));
    }

    @Override
    public void run() {
        CommandSpec known = java.util.Objects.requireNonNull(spec);
        known.commandLine().usage(known.commandLine().getOut());
    }

    /** {@code compuerta bench overhead}. */
    @Command(
            name = "overhead",
            description = {
                "What the whole pipeline adds to a request: an instant stub alone, a bare Spring Cloud Gateway route,",
                "and the pipeline, measured in turns in one run. Starts its own processes on loopback and ends them."
            })
    static final class Overhead implements Callable<Integer> {

        @Mixin
        private final BenchOutput output = new BenchOutput();

        @Option(
                names = "--clients",
                defaultValue = "32",
                description = "Clients at the same time (default ${DEFAULT-VALUE}).")
        private int clients;

        @Option(
                names = "--warm-up",
                defaultValue = "60",
                description = "Seconds before measuring, for each target (default ${DEFAULT-VALUE}).")
        private int warmUp;

        @Option(names = "--seconds", defaultValue = "5", description = "Length of one turn (default ${DEFAULT-VALUE}).")
        private int seconds;

        @Option(names = "--rounds", defaultValue = "3", description = "Measured rounds (default ${DEFAULT-VALUE}).")
        private int rounds;

        @Override
        public Integer call() {
            var report = new OverheadBenchmark(clients, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), rounds)
                    .run(output::step);
            output.result(report, out -> print(report, out));
            return 0;
        }

        private static void print(OverheadBenchmark.Report report, PrintWriter out) {
            out.printf(
                    "%-12s %-7s %10s %8s %8s %10s %10s %7s %8s%n",
                    "target", "mode", "requests/s", "p50 ms", "p99 ms", "first p50", "first p99", "errors", "of bare");
            for (OverheadBenchmark.Row row : report.rows()) {
                out.printf(
                        Locale.ROOT,
                        "%-12s %-7s %10.0f %8.2f %8.2f %10.2f %10.2f %7d %8.2f%n",
                        row.target(),
                        row.stream() ? "stream" : "whole",
                        row.requestsPerSecond(),
                        row.p50() / 1e3,
                        row.p99() / 1e3,
                        row.firstByteP50() / 1e3,
                        row.firstByteP99() / 1e3,
                        row.errors(),
                        row.ofBare());
            }
            out.printf(
                    Locale.ROOT,
                    "start to first answer %.1f s, resident %d MiB idle, %d MiB after the load%n",
                    report.startMillis() / 1e3,
                    report.residentMiBIdle(),
                    report.residentMiBAfter());
        }
    }

    /** {@code compuerta bench soak}. */
    @Command(
            name = "soak",
            description = {
                "Many streaming clients at once through the whole pipeline, against a paced stub: answers must not",
                "fail and the live heap must not grow. Starts its own processes on loopback and ends them."
            })
    static final class Soak implements Callable<Integer> {

        @Mixin
        private final BenchOutput output = new BenchOutput();

        @Option(
                names = "--clients",
                defaultValue = "200",
                description = "Clients at the same time (default ${DEFAULT-VALUE}).")
        private int clients;

        @Option(names = "--seconds", defaultValue = "60", description = "How long (default ${DEFAULT-VALUE}).")
        private int seconds;

        @Option(
                names = "--pace",
                defaultValue = "50",
                description = "Milliseconds before each of a stream's 20 pieces (default ${DEFAULT-VALUE}).")
        private int pace;

        @Override
        public Integer call() {
            var report =
                    new SoakBenchmark(clients, Duration.ofSeconds(seconds), Duration.ofMillis(pace)).run(output::step);
            output.result(report, out -> print(report, out));
            return report.passed() ? 0 : 1;
        }

        private static void print(SoakBenchmark.Report report, PrintWriter out) {
            out.printf(
                    Locale.ROOT,
                    "%d clients: %d answers, %.0f/s, %d errors%n",
                    report.clients(),
                    report.requests(),
                    report.requestsPerSecond(),
                    report.errors());
            out.printf(
                    Locale.ROOT,
                    "whole answer p50 %.0f ms, p99 %.0f ms; first byte p50 %.0f ms, p99 %.0f ms%n",
                    report.p50() / 1e3,
                    report.p99() / 1e3,
                    report.firstByteP50() / 1e3,
                    report.firstByteP99() / 1e3);
            out.printf("%8s %10s %10s %13s%n", "second", "heap MiB", "direct MiB", "resident MiB");
            for (var sample : report.memory()) {
                out.printf(
                        Locale.ROOT,
                        "%8d %10.1f %10.1f %13d%n",
                        sample.second(),
                        sample.heap(),
                        sample.direct(),
                        sample.resident());
            }
            out.printf(
                    Locale.ROOT,
                    "live heap %.1f MiB in the first third, %.1f MiB in the last: %s%n",
                    report.early(),
                    report.late(),
                    report.flat() ? "flat" : "GROWING");
        }
    }
}
