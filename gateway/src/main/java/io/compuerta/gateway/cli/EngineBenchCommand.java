package io.compuerta.gateway.cli;

import io.compuerta.engine.bench.Comparison;
import io.compuerta.engine.bench.ModelBenchmark;
import io.compuerta.engine.bench.ModelBenchmark.Report;
import io.compuerta.engine.bench.ModelBenchmark.Run;
import io.compuerta.engine.local.EngineSettings;
import java.io.PrintWriter;
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

@Command(
        name = "bench",
        header = "Measure the local engine: reading, speaking, first token, memory; alone and in parallel.",
        description = {
            "",
            "Prefill is reading prompts, decode is generating; both are tokens a second of all requests together.",
            "'native' is the library without the engine, as llama-bench drives it, doing the same work by turns: prompts of",
            "the same lengths, then as many tokens at the same depths in as many sequences. 'share' is the engine's part of",
            "the library's speed: the middle round's, the least and the most, and the same in processor time, which says",
            "more on a busy machine. 'same text' compares parallel answers with those that the same requests get one at a",
            "time. Takes some minutes."
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
    private final BenchOutput output = new BenchOutput();

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
        Report report = benchmark.measure(step -> terminal.redraw("measuring: " + step));
        terminal.clear();
        output.result(asJson(report), out -> print(report, out));
        return 0;
    }

    private static Map<String, Object> asJson(Report report) {
        return Map.of(
                "model",
                report.model(),
                "threads",
                report.threads(),
                "runs",
                report.runs().stream()
                        .map(run -> Map.ofEntries(
                                Map.entry("parallel", run.parallel()),
                                Map.entry("prefill_tokens_per_s", run.prefill().tokensPerSecond()),
                                Map.entry("decode_tokens_per_s", run.decode().tokensPerSecond()),
                                Map.entry("ttft_ms_p50", run.ttftMillisP50()),
                                Map.entry("ttft_ms_p95", run.ttftMillisP95()),
                                Map.entry("rss_mb", run.rssMegabytes()),
                                Map.entry("identical", run.identical()),
                                Map.entry("native_prefill", asJson(run.prefill())),
                                Map.entry("native_decode", asJson(run.decode()))))
                        .toList());
    }

    private static Map<String, Object> asJson(Comparison speed) {
        return Map.of(
                "tokens_per_s", speed.nativeTokensPerSecond(),
                "share", speed.share(),
                "share_least", speed.leastShare(),
                "share_most", speed.mostShare(),
                "share_cpu", speed.workShare());
    }

    private void print(Report report, PrintWriter out) {
        out.println(report.model() + ", " + report.threads() + (report.threads() == 1 ? " thread" : " threads"));
        out.println(terminal.bold(String.format(
                "%-8s %13s %7s %23s %12s %7s %23s %11s %11s %7s  %s",
                "parallel",
                "prefill tok/s",
                "native",
                "share (least-most) cpu",
                "decode tok/s",
                "native",
                "share (least-most) cpu",
                "ttft p50 ms",
                "ttft p95 ms",
                "rss MB",
                "same text")));
        for (Run run : report.runs()) {
            out.println(String.format(
                    Locale.ROOT,
                    "%-8d %13.1f %7.1f %23s %12.1f %7.1f %23s %11.0f %11.0f %7d  %s",
                    run.parallel(),
                    run.prefill().tokensPerSecond(),
                    run.prefill().nativeTokensPerSecond(),
                    share(run.prefill()),
                    run.decode().tokensPerSecond(),
                    run.decode().nativeTokensPerSecond(),
                    share(run.decode()),
                    run.ttftMillisP50(),
                    run.ttftMillisP95(),
                    run.rssMegabytes(),
                    run.identical() ? "yes" : terminal.warning("no")));
        }
        Run first = report.runs().getFirst();
        Run last = report.runs().getLast();
        if (last.parallel() > first.parallel()) {
            out.println(String.format(
                    Locale.ROOT,
                    "%d at once make %.2f times the tokens of %d; native %.2f times",
                    last.parallel(),
                    last.decode().tokensPerSecond() / first.decode().tokensPerSecond(),
                    first.parallel(),
                    last.decode().nativeTokensPerSecond() / first.decode().nativeTokensPerSecond()));
        }
    }

    private static String share(Comparison speed) {
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f-%.2f) %.2f",
                speed.share(),
                speed.leastShare(),
                speed.mostShare(),
                speed.workShare());
    }

    private void require(String option, boolean holds, String allowed) {
        if (!holds) {
            CommandSpec known = java.util.Objects.requireNonNull(spec, "picocli sets it");
            throw new ParameterException(known.commandLine(), option + ": " + allowed + " is allowed");
        }
    }
}
