package io.compuerta.engine.llama;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The native library alone, as llama.cpp's own {@code llama-bench} and {@code llama-batched-bench} drive it: random tokens,
 * prompts read in one go, no sampling, no text. What an engine reaches is told as a share of this, so it does the same
 * work in the same kind of context: as many sequences of the same size, as deep, on a thread of the same priority. Its
 * methods block while that thread works.
 */
public final class NativeBaseline implements AutoCloseable {

    /** The name of the thread that computes. */
    public static final String THREAD = "native-baseline";

    /** What {@code llama-bench} reads in one run of the model. */
    private static final int READ_AT_ONCE = 512;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().name(THREAD).daemon().unstarted(task));
    private final SplittableRandom random = new SplittableRandom(1);
    private final int[] held;
    private @Nullable LlamaModel model;
    private @Nullable LlamaContext context;

    private NativeBaseline(int sequences) {
        held = new int[sequences];
    }

    /**
     * Loads the model a second time.
     *
     * @param settings of the engine that is compared
     */
    public static NativeBaseline open(LlamaLibrary library, Path file, LlamaSettings settings) {
        LlamaSettings whole = new LlamaSettings(
                settings.name(),
                settings.standIn(),
                settings.contextTokens(),
                settings.slots(),
                settings.threads(),
                0,
                READ_AT_ONCE);
        NativeBaseline baseline = new NativeBaseline(settings.slots());
        try {
            baseline.work(() -> {
                Courtesy.yieldToOthers(LlamaChatEngine.STEPS_BACK);
                baseline.model = LlamaModel.load(library, file);
                baseline.context = LlamaContext.create(baseline.model(), whole);
                return true;
            });
            var unused = baseline.secondsToSpeak(settings.slots(), 2);
            return baseline;
        } catch (RuntimeException failure) {
            baseline.close();
            throw failure;
        }
    }

    /** Ids that end an answer: where they are banned, answers are as long as they may be. */
    public List<Integer> endTokens() {
        return work(() -> IntStream.range(0, model().vocabSize())
                .filter(model()::endsGeneration)
                .boxed()
                .toList());
    }

    /**
     * Reads prompts one after the other.
     *
     * @param lengths in tokens, at most one for each sequence
     */
    public double secondsToRead(List<Integer> lengths) {
        return work(() -> {
            for (int sequence = 0; sequence < lengths.size(); sequence++) {
                forget(sequence);
            }
            long start = System.nanoTime();
            for (int sequence = 0; sequence < lengths.size(); sequence++) {
                read(sequence, lengths.get(sequence));
            }
            return (System.nanoTime() - start) / 1e9;
        });
    }

    /**
     * Sets the stage for {@link #secondsToSpeak}.
     *
     * @param depths tokens that each sequence has then
     */
    public void prepare(List<Integer> depths) {
        work(() -> {
            for (int sequence = 0; sequence < depths.size(); sequence++) {
                prepare(sequence, depths.get(sequence));
            }
            return true;
        });
    }

    /** Goes on for some steps, each with a token of the first so many sequences in one run of the model. */
    public double secondsToSpeak(int sequences, int steps) {
        return work(() -> {
            long start = System.nanoTime();
            for (int step = 0; step < steps; step++) {
                context().batch().clear();
                for (int sequence = 0; sequence < sequences; sequence++) {
                    context().batch().add(anyToken(), held[sequence]++, sequence, true);
                }
                run();
            }
            return (System.nanoTime() - start) / 1e9;
        });
    }

    private void prepare(int sequence, int depth) {
        if (held[sequence] > depth) {
            if (context().keepFirst(sequence, depth)) {
                held[sequence] = depth;
            } else {
                forget(sequence);
            }
        }
        read(sequence, depth);
    }

    private void read(int sequence, int depth) {
        while (held[sequence] < depth) {
            int end = Math.min(depth, held[sequence] + READ_AT_ONCE);
            context().batch().clear();
            while (held[sequence] < end) {
                context().batch().add(anyToken(), held[sequence]++, sequence, held[sequence] == depth);
            }
            run();
        }
    }

    private void forget(int sequence) {
        context().clear(sequence);
        held[sequence] = 0;
    }

    private int anyToken() {
        return random.nextInt(model().vocabSize());
    }

    private void run() {
        int code = context().decode();
        if (code != 0) {
            throw new IllegalStateException("llama_decode answered " + code);
        }
    }

    private LlamaModel model() {
        return java.util.Objects.requireNonNull(model, "it is loaded first");
    }

    private LlamaContext context() {
        return java.util.Objects.requireNonNull(context, "it is loaded first");
    }

    private <T> T work(Supplier<T> task) {
        try {
            return CompletableFuture.supplyAsync(task, thread).join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException known ? known : failure;
        }
    }

    @Override
    public void close() {
        work(() -> {
            if (context != null) {
                context.close();
            }
            if (model != null) {
                model.close();
            }
            return true;
        });
        thread.close();
    }
}
