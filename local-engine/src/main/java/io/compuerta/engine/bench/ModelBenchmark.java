package io.compuerta.engine.bench;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.bench.EngineBenchmark.Reading;
import io.compuerta.engine.bench.EngineBenchmark.Speaking;
import io.compuerta.engine.llama.LlamaChatEngine;
import io.compuerta.engine.llama.LlamaLibrary;
import io.compuerta.engine.llama.LlamaSettings;
import io.compuerta.engine.llama.NativeBaseline;
import io.compuerta.engine.llama.NativeUnavailable;
import io.compuerta.engine.metrics.ResidentMemory;
import io.compuerta.engine.model.StoredModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * One model file, measured with numbers of requests at once, the engine and the native library alone taking turns at the
 * same work: prompts of the same lengths, then as many tokens at the same depths in as many sequences.
 *
 * @param model        to load
 * @param natives      where the native library is unpacked to
 * @param threads      of the computation, at least 1
 * @param parallel     requests at the same time, one run each; 1 to 64
 * @param answerTokens length of the answers, at least 2
 * @param rounds       repetitions, of which the middle one counts
 */
public record ModelBenchmark(
        StoredModel model, Path natives, int threads, List<Integer> parallel, int answerTokens, int rounds) {

    private static final int CONTEXT_TOKENS = 2048;
    private static final int PREFILL_TOKENS = 64;

    public ModelBenchmark {
        parallel = List.copyOf(parallel);
    }

    /**
     * One line of the result. Speeds are those of all requests together.
     *
     * @param parallel      requests at the same time
     * @param prefill       reading prompts
     * @param decode        making tokens, after each answer's first
     * @param ttftMillisP50 time to the first token when all start together with prompts of some 400 tokens
     * @param rssMegabytes  resident memory of this process without what the comparison takes; 0 where the system does not tell
     * @param identical     whether every answer is the one that the request gets when it is alone
     */
    public record Run(
            int parallel,
            Comparison prefill,
            Comparison decode,
            double ttftMillisP50,
            double ttftMillisP95,
            long rssMegabytes,
            boolean identical) {}

    /**
     * @param model the model's short name
     * @param runs  one for each number of parallel requests
     */
    public record Report(String model, int threads, List<Run> runs) {
        public Report {
            runs = List.copyOf(runs);
        }
    }

    /**
     * Blocks for minutes.
     *
     * @param progress hears what is being measured
     * @throws EngineException.Unavailable if the model cannot be run
     */
    public Report measure(Consumer<String> progress) {
        try {
            LlamaLibrary library = LlamaLibrary.load(null, natives);
            int most = Collections.max(parallel);
            LlamaSettings settings = new LlamaSettings(
                    model.name(), model.standIn(), CONTEXT_TOKENS, most, threads, most, PREFILL_TOKENS);
            progress.accept("loading the model twice");
            try (LlamaChatEngine engine = LlamaChatEngine.open(library, model.file(), settings)) {
                long before = ResidentMemory.mebibytes();
                try (NativeBaseline baseline = NativeBaseline.open(library, model.file(), settings)) {
                    long comparison = ResidentMemory.mebibytes() - before;
                    EngineBenchmark benchmark = new EngineBenchmark(engine, baseline.endTokens(), answerTokens);
                    progress.accept("every request alone, which also warms up");
                    List<String> reference = benchmark.alone(most);
                    List<Run> runs = new ArrayList<>();
                    for (int together : parallel) {
                        runs.add(run(together, benchmark, baseline, reference, comparison, progress));
                    }
                    return new Report(model.name(), threads, runs);
                }
            }
        } catch (NativeUnavailable failure) {
            throw new EngineException.Unavailable(String.valueOf(failure.getMessage()));
        }
    }

    private Run run(
            int together,
            EngineBenchmark benchmark,
            NativeBaseline baseline,
            List<String> reference,
            long comparison,
            Consumer<String> progress) {
        List<Reading> read = new ArrayList<>();
        List<Speaking> spoken = new ArrayList<>();
        List<Double> nativeRead = new ArrayList<>();
        List<Double> nativeSpoken = new ArrayList<>();
        List<Double> nativeReadCpu = new ArrayList<>();
        List<Double> nativeSpokenCpu = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            progress.accept(together + " in parallel, round " + round + " of " + rounds);
            Reading reading = benchmark.read(together);
            read.add(reading);
            double cpu = ProcessorTime.seconds(NativeBaseline.THREAD);
            nativeRead.add(sum(reading.promptTokens()) / baseline.secondsToRead(reading.promptTokens()));
            nativeReadCpu.add(ProcessorTime.seconds(NativeBaseline.THREAD) - cpu);

            Speaking speaking = benchmark.speak(together, reference);
            spoken.add(speaking);
            baseline.prepare(speaking.promptTokens());
            cpu = ProcessorTime.seconds(NativeBaseline.THREAD);
            // The engine's first tokens come of a run of the model too.
            nativeSpoken.add(together * answerTokens / baseline.secondsToSpeak(together, answerTokens));
            nativeSpokenCpu.add(ProcessorTime.seconds(NativeBaseline.THREAD) - cpu);
        }
        List<Double> firstMillis =
                read.stream().flatMap(reading -> reading.firstMillis().stream()).toList();
        return new Run(
                together,
                Comparison.of(
                        read.stream().map(Reading::tokensPerSecond).toList(),
                        nativeRead,
                        read.stream().map(Reading::cpuSeconds).toList(),
                        nativeReadCpu),
                Comparison.of(
                        spoken.stream().map(Speaking::tokensPerSecond).toList(),
                        nativeSpoken,
                        spoken.stream().map(Speaking::cpuSeconds).toList(),
                        nativeSpokenCpu),
                Comparison.percentile(firstMillis, 0.5),
                Comparison.percentile(firstMillis, 0.95),
                Math.max(0, ResidentMemory.mebibytes() - comparison),
                spoken.stream().allMatch(Speaking::identical));
    }

    private static double sum(List<Integer> tokens) {
        return tokens.stream().mapToInt(Integer::intValue).sum();
    }
}
