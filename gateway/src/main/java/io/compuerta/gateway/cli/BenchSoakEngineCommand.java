package io.compuerta.gateway.cli;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.local.EngineFactory;
import io.compuerta.engine.local.EngineSettings;
import io.compuerta.engine.local.ModelSettings;
import io.compuerta.engine.metrics.ResidentMemory;
import io.compuerta.engine.model.PullProgress;
import io.compuerta.gateway.bench.EngineSoak;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code compuerta bench soak-engine}. */
@Command(
        name = "soak-engine",
        description = {
            "Many requests at once on the local engine, a third of them cancelled at random moments: every request",
            "must end, no slot may be lost, memory must stay flat. Exit code 1 when something was lost."
        })
final class BenchSoakEngineCommand implements Callable<Integer> {

    private static final int WORDS = 60;

    @Mixin
    private final BenchOutput output = new BenchOutput();

    @Mixin
    private final LocalModelFile model;

    @Option(names = "--clients", defaultValue = "64", description = "Requests at once (default ${DEFAULT-VALUE}).")
    private int clients;

    @Option(names = "--slots", defaultValue = "8", description = "Slots of the engine (default ${DEFAULT-VALUE}).")
    private int slots;

    @Option(names = "--seconds", defaultValue = "600", description = "How long (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--seed", defaultValue = "1", description = "Of prompts and moments (default ${DEFAULT-VALUE}).")
    private long seed;

    BenchSoakEngineCommand(Home home) {
        this.model = new LocalModelFile(home);
    }

    /**
     * What came of it.
     *
     * @param residentMiB  after a tenth of the time, when all is warm, in the middle, and at the end
     * @param cachedShare  of the prompts' tokens, found in the prefix cache
     */
    private record Report(
            EngineSoak.Report requests, long[] residentMiB, long promptTokens, double cachedShare, long tokens) {}

    @Override
    public Integer call() {
        try (ChatEngine engine = EngineFactory.open(settings(model.find().file()), PullProgress.SILENT)) {
            awaitReady(engine);
            output.step(clients + " requests at once over " + slots + " slots for " + seconds + " s");
            Report report = soak(engine);
            output.result(report, out -> print(report, out));
            return report.requests().passed() ? 0 : 1;
        }
    }

    private EngineSettings settings(Path file) {
        EngineSettings usual = EngineSettings.defaults(model.data());
        return new EngineSettings(
                usual.dataDirectory(),
                file,
                usual.model(),
                usual.mirror(),
                false,
                false,
                usual.nativeDirectory(),
                usual.contextTokens(),
                slots,
                usual.threads(),
                clients,
                usual.prefixCache(),
                null,
                ModelSettings.DEFAULT);
    }

    private static void awaitReady(ChatEngine engine) {
        while (engine.health() instanceof EngineHealth.Preparing) {
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailure("interrupted");
            }
        }
        if (engine.health() instanceof EngineHealth.Unavailable none) {
            throw new CommandFailure(none.reason());
        }
    }

    private Report soak(ChatEngine engine) {
        long start = System.nanoTime();
        long length = Duration.ofSeconds(seconds).toNanos();
        long[] resident = new long[3];
        EngineSoak.Report requests = new EngineSoak(engine, clients, slots, WORDS, seed).run(() -> {
            long passed = System.nanoTime() - start;
            if (resident[0] == 0 && passed > length / 10) {
                resident[0] = ResidentMemory.mebibytes();
            }
            if (resident[1] == 0 && passed > length / 2) {
                resident[1] = ResidentMemory.mebibytes();
            }
            return passed < length;
        });
        resident[2] = ResidentMemory.mebibytes();
        var statistics = engine.statistics();
        return new Report(
                requests,
                resident,
                statistics.promptTokens(),
                statistics.cachedTokens() / (double) Math.max(1, statistics.promptTokens()),
                statistics.completionTokens());
    }

    private static void print(Report report, PrintWriter out) {
        EngineSoak.Report requests = report.requests();
        out.printf(
                "%d answers, %d cancelled, %d errors, %d lost, %d slots leaked%n",
                requests.answered(), requests.cancelled(), requests.errors(), requests.lost(), requests.leaked());
        out.printf(
                java.util.Locale.ROOT,
                "%d prompt tokens (%.0f %% of them cached), %d tokens made%n",
                report.promptTokens(),
                100 * report.cachedShare(),
                report.tokens());
        out.printf(
                "resident %d MiB at the start, %d in the middle, %d at the end%n",
                report.residentMiB()[0], report.residentMiB()[1], report.residentMiB()[2]);
    }
}
