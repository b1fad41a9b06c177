package io.compuerta.gateway.cli;

import io.compuerta.engine.bench.EngineBenchmark;
import io.compuerta.engine.bench.ModelBenchmark;
import io.compuerta.engine.llama.NativeBaseline;
import io.compuerta.engine.local.EngineSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "bench",
        header = "Measure the local engine: reading, speaking, first token, memory; alone and in parallel.",
        description = {
            "",
            "Prefill is reading prompts, decode is generating; both are tokens a second of all requests together.",
            "'native' is the library without the engine, as llama-bench measures it, with as many sequences. 'same text'",
            "compares parallel answers with those that the same requests get one at a time. Takes some minutes."
        },
        footer = {
            "",
            "Examples:",
            "  ./compuerta engine bench",
            "  ./compuerta engine bench --model ~/models/Qwen3-0.6B-Q8_0.gguf --parallel 1,8 --json"
        })
final class EngineBenchCommand implements Callable<Integer> {

    private static final int MOST_PARALLEL = 64;

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final LocalModelFile model;

    @Option(
            names = "--parallel",
            paramLabel = "N,N,...",
            split = ",",
            defaultValue = "1,4,8",
            description = "Requests at the same time, one run each. Default: ${DEFAULT-VALUE}.")
    private List<Integer> parallel = List.of();

    @Option(names = "--threads", paramLabel = "N", description = "Threads of the computation. Default: cores - 1.")
    private int threads = EngineSettings.defaultThreads();

    @Option(
            names = "--tokens",
            paramLabel = "N",
            defaultValue = "128",
            description = "Length of the answers. Default: ${DEFAULT-VALUE}.")
    private int tokens;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Repetitions; the middle one counts. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    EngineBenchCommand(Terminal terminal, Home home) {
        this.terminal = terminal;
        this.model = new LocalModelFile(home);
    }

    @Override
    public Integer call() {
        require("--parallel", parallel.stream().allMatch(n -> n >= 1 && n <= MOST_PARALLEL), "1 to " + MOST_PARALLEL);
        require("--threads", threads >= 1 && threads <= 512, "1 to 512");
        require("--tokens", tokens >= 2 && tokens <= 1024, "2 to 1024");
        require("--rounds", rounds >= 1 && rounds <= 100, "1 to 100");
        ModelBenchmark benchmark = new ModelBenchmark(
                model.find(),
                model.data().resolve("natives"),
                threads,
                parallel.stream().sorted().toList(),
                tokens,
                rounds);
        ModelBenchmark.Report report = benchmark.measure(step -> terminal.redraw("measuring: " + step));
        terminal.clear();
        if (json) {
            terminal.out().println(JsonMapper.shared().writeValueAsString(asJson(report)));
        } else {
            print(report);
        }
        return 0;
    }

    private static Map<String, Object> asJson(ModelBenchmark.Report report) {
        return Map.of(
                "model",
                report.model(),
                "threads",
                report.threads(),
                "native",
                Map.of(
                        "prefill_tokens_per_s",
                        report.baseline().prefillTokensPerSecond(),
                        "runs",
                        report.baseline().decode().stream()
                                .map(run -> Map.of(
                                        "parallel", run.parallel(), "decode_tokens_per_s", run.tokensPerSecond()))
                                .toList()),
                "runs",
                report.runs().stream()
                        .map(run -> Map.of(
                                "parallel", run.parallel(),
                                "prefill_tokens_per_s", run.prefillTokensPerSecond(),
                                "decode_tokens_per_s", run.decodeTokensPerSecond(),
                                "ttft_ms_p50", run.ttftMillisP50(),
                                "ttft_ms_p95", run.ttftMillisP95(),
                                "rss_mb", run.rssMegabytes(),
                                "identical", run.identical()))
                        .toList());
    }

    private void print(ModelBenchmark.Report report) {
        terminal.out()
                .println(report.model() + ", " + report.threads() + (report.threads() == 1 ? " thread" : " threads"));
        terminal.out()
                .println(terminal.bold(String.format(
                        "%-10s %14s %13s %12s %12s %8s  %s",
                        "parallel",
                        "prefill tok/s",
                        "decode tok/s",
                        "ttft p50 ms",
                        "ttft p95 ms",
                        "rss MB",
                        "same text")));
        for (NativeBaseline.Decode run : report.baseline().decode()) {
            terminal.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%-10s %14.1f %13.1f",
                            "native " + run.parallel(),
                            report.baseline().prefillTokensPerSecond(),
                            run.tokensPerSecond()));
        }
        for (EngineBenchmark.Run run : report.runs()) {
            terminal.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%-10d %14.1f %13.1f %12.0f %12.0f %8d  %s",
                            run.parallel(),
                            run.prefillTokensPerSecond(),
                            run.decodeTokensPerSecond(),
                            run.ttftMillisP50(),
                            run.ttftMillisP95(),
                            run.rssMegabytes(),
                            run.identical() ? "yes" : terminal.warning("no")));
        }
    }

    private void require(String option, boolean holds, String allowed) {
        if (!holds) {
            CommandSpec known = java.util.Objects.requireNonNull(spec, "picocli sets it");
            throw new ParameterException(known.commandLine(), option + ": " + allowed + " is allowed");
        }
    }
}
