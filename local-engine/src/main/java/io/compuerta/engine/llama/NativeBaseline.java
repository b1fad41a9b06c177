package io.compuerta.engine.llama;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * The native library alone, as llama.cpp's own {@code llama-bench} and {@code llama-batched-bench} drive it: random tokens,
 * no sampling, no text. What an engine reaches is told as a share of this.
 */
public final class NativeBaseline {

    private static final int PROMPT_TOKENS = 512;
    private static final int SPOKEN_TOKENS = 64;

    private final LlamaModel model;
    private final LlamaContext context;
    private final int rounds;
    private final SplittableRandom random = new SplittableRandom(1);

    private NativeBaseline(LlamaModel model, LlamaContext context, int rounds) {
        this.model = model;
        this.context = context;
        this.rounds = rounds;
    }

    /**
     * @param prefillTokensPerSecond reading a prompt of 512 tokens in one go
     * @param decode                 64 tokens one after the other, in several sequences at once
     * @param endTokens              ids that end an answer: banned, answers are as long as they may be
     */
    public record Speed(double prefillTokensPerSecond, List<Decode> decode, List<Integer> endTokens) {
        public Speed {
            decode = List.copyOf(decode);
            endTokens = List.copyOf(endTokens);
        }
    }

    /** @param tokensPerSecond of all sequences together */
    public record Decode(int parallel, double tokensPerSecond) {}

    /**
     * Loads the model, measures and frees it. Blocks for seconds; the calling thread does the work.
     *
     * @param parallel numbers of sequences, not empty
     * @param rounds   repetitions, of which the middle one counts
     */
    public static Speed measure(LlamaLibrary library, Path file, int threads, List<Integer> parallel, int rounds) {
        int most = parallel.stream().mapToInt(Integer::intValue).max().orElseThrow();
        LlamaSettings settings = new LlamaSettings("baseline", false, 1024, most, threads, 0, PROMPT_TOKENS);
        try (LlamaModel model = LlamaModel.load(library, file);
                LlamaContext context = LlamaContext.create(model, settings)) {
            NativeBaseline baseline = new NativeBaseline(model, context, rounds);
            double prefill = baseline.middle(() -> PROMPT_TOKENS / baseline.secondsToRead());
            return new Speed(
                    prefill,
                    parallel.stream()
                            .map(sequences -> new Decode(
                                    sequences,
                                    baseline.middle(
                                            () -> SPOKEN_TOKENS * sequences / baseline.secondsToSpeak(sequences))))
                            .toList(),
                    IntStream.range(0, model.vocabSize())
                            .filter(model::endsGeneration)
                            .boxed()
                            .toList());
        }
    }

    private double secondsToRead() {
        clear(1);
        context.batch().clear();
        for (int position = 0; position < PROMPT_TOKENS; position++) {
            context.batch().add(anyToken(), position, 0, position == PROMPT_TOKENS - 1);
        }
        long start = System.nanoTime();
        run();
        return (System.nanoTime() - start) / 1e9;
    }

    private double secondsToSpeak(int sequences) {
        clear(sequences);
        long start = System.nanoTime();
        for (int position = 0; position < SPOKEN_TOKENS; position++) {
            context.batch().clear();
            for (int sequence = 0; sequence < sequences; sequence++) {
                context.batch().add(anyToken(), position, sequence, true);
            }
            run();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void clear(int sequences) {
        for (int sequence = 0; sequence < sequences; sequence++) {
            context.clear(sequence);
        }
    }

    private int anyToken() {
        return random.nextInt(model.vocabSize());
    }

    private void run() {
        int code = context.decode();
        if (code != 0) {
            throw new IllegalStateException("llama_decode answered " + code);
        }
    }

    /** The first try warms up and does not count. */
    private double middle(DoubleSupplier measurement) {
        double[] values = new double[rounds + 1];
        Arrays.setAll(values, round -> measurement.getAsDouble());
        Arrays.sort(values, 1, values.length);
        return values[1 + rounds / 2];
    }
}
