package io.compuerta.gateway.cli;

import io.compuerta.engine.bench.WorkerComparison;
import io.compuerta.engine.bench.WorkerComparison.Figures;
import io.compuerta.engine.local.EngineSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code compuerta bench worker}. */
@Command(
        name = "worker",
        description = {
            "What it costs to run the local engine in a process of its own: the same questions to the engine in this",
            "process and to one in a worker, by turns. Needs memory for the model's cache twice."
        })
final class BenchWorkerCommand implements Callable<Integer> {

    @Mixin
    private final BenchOutput output = new BenchOutput();

    @Mixin
    private final LocalModelFile model;

    @Option(
            names = "--parallel",
            defaultValue = "4",
            description = "Requests at the same time, as many as the engine has slots or fewer"
                    + " (default ${DEFAULT-VALUE}).")
    private int parallel;

    @Option(names = "--tokens", defaultValue = "128", description = "Length of the answers (default ${DEFAULT-VALUE}).")
    private int tokens;

    @Option(names = "--rounds", defaultValue = "5", description = "Measured turns of each (default ${DEFAULT-VALUE}).")
    private int rounds;

    BenchWorkerCommand(Home home) {
        this.model = new LocalModelFile(home);
    }

    @Override
    public Integer call() {
        Path file = model.find().file();
        EngineSettings settings =
                EngineSettings.defaults(model.data()).withDownload(false).withModelFile(file);
        var report = new WorkerComparison(settings, parallel, tokens, rounds).measure(output::step);
        output.result(report, out -> print(report, out));
        return 0;
    }

    private static void print(WorkerComparison.Report report, PrintWriter out) {
        Figures here = report.inProcess();
        Figures there = report.worker();
        out.printf("%s, threads %d, same text: %s%n", report.model(), report.threads(), report.same() ? "yes" : "no");
        out.printf("%-12s %12s %16s%n", "", "tokens/s", "first token ms");
        out.printf(Locale.ROOT, "%-12s %12.1f %16.1f%n", "in-process", here.tokensPerSecond(), here.firstMillis());
        out.printf(Locale.ROOT, "%-12s %12.1f %16.1f%n", "worker", there.tokensPerSecond(), there.firstMillis());
        out.printf(
                Locale.ROOT,
                "%-12s %12.3f %16.3f%n",
                "ratio",
                there.tokensPerSecond() / here.tokensPerSecond(),
                there.firstMillis() / here.firstMillis());
    }
}
