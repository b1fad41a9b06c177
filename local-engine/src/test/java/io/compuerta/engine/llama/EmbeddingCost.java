package io.compuerta.engine.llama;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.model.EmbeddingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What embedding a text costs, in processor time of the whole process, one thread computing. Arguments: a model, a
 * directory for the native libraries.
 */
final class EmbeddingCost {

    private static final Duration AMPLE = Duration.ofMinutes(10);

    private EmbeddingCost() {}

    public static void main(String[] arguments) throws IOException {
        EmbeddingFile file = EmbeddingFile.read(Path.of(arguments[0]));
        LlamaLibrary library = LlamaLibrary.load(null, Path.of(arguments[1]));
        try (Embedder embedder = LlamaEmbedder.open(() -> library, file, 2048, 1, 8)) {
            embedder.embed(List.of("warm up"), AMPLE).block();
            List<String> sentences = IntStream.range(0, 8)
                    .mapToObj(i -> "sentence %d with about twelve words in it for the figures".formatted(i))
                    .toList();
            time(embedder, "12 words, alone", 3, sentences.subList(0, 1));
            time(embedder, "12 words, 8 together", 1, sentences);
            time(embedder, "100 words", 1, List.of(String.join(" ", Collections.nCopies(100, "word"))));
        }
        System.out.printf("peak %d MB%n", peakMegabytes());
    }

    private static void time(Embedder embedder, String name, int rounds, List<String> texts) throws IOException {
        double[] milliseconds = new double[2];
        int tokens = 0;
        for (int repetition = 0; repetition < milliseconds.length; repetition++) {
            long start = processorMillis();
            for (int round = 0; round < rounds; round++) {
                tokens = embedder.embed(texts, AMPLE).block().stream()
                        .mapToInt(each -> each.tokens())
                        .sum();
            }
            milliseconds[repetition] = (processorMillis() - start) / (double) rounds;
        }
        double best = Arrays.stream(milliseconds).min().orElseThrow();
        System.out.printf(
                "%-24s %8.1f ms a text, %6.1f tokens per second of processor time%n",
                name, best / texts.size(), tokens * 1000 / best);
    }

    /** User and system time of the process, in steps of 10 ms. */
    private static long processorMillis() throws IOException {
        String[] fields = Files.readString(Path.of("/proc/self/stat"))
                .replaceFirst(".*\\) ", "")
                .split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10;
    }

    private static long peakMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }
}
