package io.compuerta.engine.bench;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.llama.LlamaChatEngine;
import io.compuerta.engine.llama.LlamaLibrary;
import io.compuerta.engine.llama.LlamaSettings;
import io.compuerta.engine.llama.NativeBaseline;
import io.compuerta.engine.llama.NativeUnavailable;
import io.compuerta.engine.model.StoredModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * One model file, measured from the native library alone to many requests at once.
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
     * @param model    the model's short name
     * @param baseline the native library without the engine
     * @param runs     one for each number of parallel requests
     */
    public record Report(String model, int threads, NativeBaseline.Speed baseline, List<EngineBenchmark.Run> runs) {
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
            progress.accept("the native library alone");
            NativeBaseline.Speed baseline = NativeBaseline.measure(library, model.file(), threads, parallel, rounds);
            int most = Collections.max(parallel);
            LlamaSettings settings = new LlamaSettings(
                    model.name(), model.standIn(), CONTEXT_TOKENS, most, threads, most, PREFILL_TOKENS);
            try (LlamaChatEngine engine = LlamaChatEngine.open(library, model.file(), settings)) {
                EngineBenchmark benchmark = new EngineBenchmark(engine, baseline.endTokens(), answerTokens, rounds);
                progress.accept("every request alone");
                List<String> reference = benchmark.alone(most);
                List<EngineBenchmark.Run> runs = new ArrayList<>();
                for (int together : parallel) {
                    runs.add(benchmark.run(together, reference, progress));
                }
                return new Report(model.name(), threads, baseline, runs);
            }
        } catch (NativeUnavailable failure) {
            throw new EngineException.Unavailable(String.valueOf(failure.getMessage()));
        }
    }
}
