package io.compuerta.engine.llama;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the library's kernels give for batching on this processor: tokens a second of processor time of one thread, with
 * 1 to 8 sequences in a run of the model. No engine takes part. For the figures in the documentation; the arguments
 * are a model file and a directory for the native library.
 */
final class BatchCurve {

    private static final int DEPTH = 64;
    private static final int STEPS = 8;
    private static final List<Integer> SEQUENCES = List.of(1, 2, 4, 8);
    private static final int MOST = 8;

    private BatchCurve() {}

    public static void main(String[] args) {
        LlamaLibrary library = LlamaLibrary.load(null, Path.of(args[1]));
        LlamaSettings settings = new LlamaSettings("curve", false, 512, MOST, 1, 0, DEPTH);
        try (LlamaModel model = LlamaModel.load(library, Path.of(args[0]));
                LlamaContext context = LlamaContext.create(model, settings)) {
            int[] held = new int[MOST];
            for (int sequence = 0; sequence < MOST; sequence++) {
                context.batch().clear();
                while (held[sequence] < DEPTH) {
                    add(context, sequence, held);
                }
                context.decode();
            }
            Map<Integer, List<Long>> nanos = new TreeMap<>();
            for (int step = 0; step < STEPS; step++) {
                for (int sequences : SEQUENCES) {
                    context.batch().clear();
                    for (int sequence = 0; sequence < sequences; sequence++) {
                        add(context, sequence, held);
                    }
                    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                    context.decode();
                    nanos.computeIfAbsent(sequences, first -> new ArrayList<>())
                            .add(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
                }
            }
            nanos.forEach((sequences, taken) -> System.out.printf(
                    Locale.ROOT,
                    "%d sequences: %.1f tokens per CPU second%n",
                    sequences,
                    sequences * 1e9 / taken.stream().sorted().toList().get(STEPS / 2)));
        }
    }

    private static void add(LlamaContext context, int sequence, int[] held) {
        int position = held[sequence]++;
        context.batch().add(100 + 37 * position + sequence, position, sequence, position + 1 >= DEPTH);
    }
}
