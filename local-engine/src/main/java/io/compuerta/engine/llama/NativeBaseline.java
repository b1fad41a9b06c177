package io.compuerta.engine.llama;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The native library alone, as llama.cpp's own {@code llama-bench} drives it: one sequence, random tokens, no sampling, no
 * text. What an engine reaches is told as a share of this.
 */
public final class NativeBaseline {

    private static final int PROMPT_TOKENS = 512;
    private static final int SPOKEN_TOKENS = 64;

    private NativeBaseline() {}

    /**
     * @param prefillTokensPerSecond reading a prompt of 512 tokens in one go
     * @param decodeTokensPerSecond  64 tokens, one after the other
     */
    public record Speed(double prefillTokensPerSecond, double decodeTokensPerSecond) {}

    /**
     * Loads the model, measures and frees it. Blocks for seconds; the calling thread does the work.
     *
     * @param rounds repetitions, of which the middle one counts
     */
    public static Speed measure(LlamaLibrary library, Path file, int threads, int rounds) {
        LlamaSettings settings = new LlamaSettings("baseline", false, 1024, 1, threads, 0, PROMPT_TOKENS);
        double[] prefill = new double[rounds];
        double[] decode = new double[rounds];
        SplittableRandom random = new SplittableRandom(1);
        try (LlamaModel model = LlamaModel.load(library, file);
                LlamaContext context = LlamaContext.create(model, settings)) {
            for (int round = -1; round < rounds; round++) {
                context.clear(0);
                double read = PROMPT_TOKENS
                        / seconds(() -> {
                            context.batch().clear();
                            for (int position = 0; position < PROMPT_TOKENS; position++) {
                                int token = random.nextInt(model.vocabSize());
                                context.batch().add(token, position, 0, position == PROMPT_TOKENS - 1);
                            }
                            run(context);
                        });
                context.clear(0);
                double spoken = SPOKEN_TOKENS
                        / seconds(() -> {
                            for (int position = 0; position < SPOKEN_TOKENS; position++) {
                                context.batch().clear();
                                context.batch().add(random.nextInt(model.vocabSize()), position, 0, true);
                                run(context);
                            }
                        });
                if (round >= 0) {
                    prefill[round] = read;
                    decode[round] = spoken;
                }
            }
        }
        return new Speed(middle(prefill), middle(decode));
    }

    private static void run(LlamaContext context) {
        int code = context.decode();
        if (code != 0) {
            throw new IllegalStateException("llama_decode answered " + code);
        }
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static double middle(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
