package io.compuerta.engine.llama;

import io.compuerta.engine.Sampling;
import io.compuerta.engine.chat.Grammar;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** What drawing a token costs. Run by hand: {@code SamplingCost MODEL.gguf NATIVES}; prints milliseconds of computing time. */
final class SamplingCost {

    private static final int QWEN_VOCABULARY = 151_936;
    private static final int ROUNDS = 400;

    private SamplingCost() {}

    public static void main(String[] arguments) {
        drawing("temperature 0", Sampling.GREEDY);
        drawing("temperature 1", new Sampling(1, 1, 0, 1));
        drawing("temperature 0.7, top-k 20, top-p 0.8", new Sampling(0.7f, 0.8f, 20, 1));
        drawing("temperature 0.7, top-p 0.9", new Sampling(0.7f, 0.9f, 0, 1));
        drawing("temperature 1, min-p 0.05", new Sampling(1, 1, 0, 0.05f, 0, 0, Map.of(), 1));
        LlamaLibrary library = LlamaLibrary.load(null, Path.of(arguments[1]));
        try (LlamaModel model = LlamaModel.load(library, Path.of(arguments[0]));
                AnswerGrammar json = AnswerGrammar.of(model, new Grammar(GbnfCheckTest.JSON, List.of()))) {
            for (int token : model.tokenize("{\"name\": \"Ali", false)) {
                json.accept(token);
            }
            int[] all = IntStream.range(0, model.vocabSize()).toArray();
            time("grammar of JSON, all " + all.length + " tokens", 20, () -> json.allows(all));
            int[] likeliest = Arrays.copyOfRange(all, 1000, 1020);
            time("grammar of JSON, 20 tokens", ROUNDS, () -> json.allows(likeliest));
        }
    }

    private static void drawing(String name, Sampling sampling) {
        Random random = new Random(1);
        float[] scores = new float[QWEN_VOCABULARY];
        for (int token = 0; token < scores.length; token++) {
            scores[token] = (float) random.nextGaussian() * 3;
        }
        for (int likely = 0; likely < 30; likely++) {
            scores[random.nextInt(scores.length)] = 12 + 0.3f * likely;
        }
        time(
                name + ", " + QWEN_VOCABULARY + " tokens",
                ROUNDS,
                () -> TokenChoice.choose(sampling, scores, null, random.nextDouble()));
    }

    private static void time(String name, int rounds, Runnable work) {
        double best = Double.MAX_VALUE;
        for (int repetition = 0; repetition < 5; repetition++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (int round = 0; round < rounds; round++) {
                work.run();
            }
            best = Math.min(
                    best, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e6 / rounds);
        }
        System.out.printf("%-60s %8.3f ms%n", name, best);
    }
}
