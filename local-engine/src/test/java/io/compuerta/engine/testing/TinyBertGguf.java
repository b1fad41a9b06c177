package io.compuerta.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Writes a BERT of random weights, which the real native library embeds with. A token is one letter or digit. */
public final class TinyBertGguf {

    public static final int WIDTH = 64;

    /** Of a text, its two marks included. */
    public static final int CONTEXT_TOKENS = 256;

    private static final int BLOCKS = 2;
    private static final int HEADS = 4;
    private static final int INNER_WIDTH = 128;
    private static final int NORMAL = 1;
    private static final int CONTROL = 3;
    private static final List<String> MARKS = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

    private TinyBertGguf() {}

    /** Writes {@code tiny-bert.gguf} into a directory. */
    public static Path write(Path directory) {
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve("tiny-bert.gguf");
            writer(7).write(file);
            return file;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * The same, to be changed before it is written.
     *
     * @param seed of the weights
     */
    public static GgufWriter writer(long seed) {
        GgufWriter writer = new GgufWriter()
                .text("general.architecture", "bert")
                .text("general.name", "Tiny random BERT")
                .uint32("bert.context_length", CONTEXT_TOKENS)
                .uint32("bert.embedding_length", WIDTH)
                .uint32("bert.block_count", BLOCKS)
                .uint32("bert.feed_forward_length", INNER_WIDTH)
                .uint32("bert.attention.head_count", HEADS)
                .float32("bert.attention.layer_norm_epsilon", 1e-12)
                .bool("bert.attention.causal", false)
                .uint32("bert.pooling_type", 1);
        int vocabulary = addVocabulary(writer);
        Random random = new Random(seed);
        matrix(writer, random, "token_embd.weight", WIDTH, vocabulary);
        matrix(writer, random, "position_embd.weight", WIDTH, CONTEXT_TOKENS);
        matrix(writer, random, "token_types.weight", WIDTH, 2);
        norm(writer, "token_embd_norm");
        for (int block = 0; block < BLOCKS; block++) {
            String prefix = "blk." + block + ".";
            for (String part : List.of("attn_q", "attn_k", "attn_v", "attn_output")) {
                linear(writer, random, prefix + part, WIDTH, WIDTH);
            }
            norm(writer, prefix + "attn_output_norm");
            linear(writer, random, prefix + "ffn_up", WIDTH, INNER_WIDTH);
            linear(writer, random, prefix + "ffn_down", INNER_WIDTH, WIDTH);
            norm(writer, prefix + "layer_output_norm");
        }
        return writer;
    }

    private static int addVocabulary(GgufWriter writer) {
        List<String> tokens = new ArrayList<>(MARKS);
        for (String symbol : "abcdefghijklmnopqrstuvwxyz0123456789".split("")) {
            // What begins a word, and what goes on in one.
            tokens.add("\u2581" + symbol);
            tokens.add(symbol);
        }
        List<Long> types = tokens.stream()
                .map(token -> (long) (MARKS.contains(token) ? CONTROL : NORMAL))
                .toList();
        writer.text("tokenizer.ggml.model", "bert")
                .text("tokenizer.ggml.pre", "default")
                .uint32("tokenizer.ggml.token_type_count", 2)
                .array("tokenizer.ggml.tokens", GgufWriter.STRING, tokens)
                .array("tokenizer.ggml.token_type", GgufWriter.INT32, types)
                .uint32("tokenizer.ggml.padding_token_id", 0)
                .uint32("tokenizer.ggml.unknown_token_id", 1)
                .uint32("tokenizer.ggml.bos_token_id", 2)
                .uint32("tokenizer.ggml.seperator_token_id", 3)
                .uint32("tokenizer.ggml.mask_token_id", 4);
        return tokens.size();
    }

    private static void linear(GgufWriter writer, Random random, String name, long columns, long rows) {
        matrix(writer, random, name + ".weight", columns, rows);
        writer.tensor(name + ".bias", List.of(rows), gaussian(random, rows, 0.1));
    }

    private static void matrix(GgufWriter writer, Random random, String name, long columns, long rows) {
        writer.tensor(name, List.of(columns, rows), gaussian(random, columns * rows, 1.5 / Math.sqrt(columns)));
    }

    private static void norm(GgufWriter writer, String name) {
        float[] ones = new float[WIDTH];
        Arrays.fill(ones, 1);
        writer.tensor(name + ".weight", List.of((long) WIDTH), ones);
        writer.tensor(name + ".bias", List.of((long) WIDTH), new float[WIDTH]);
    }

    private static float[] gaussian(Random random, long count, double scale) {
        float[] numbers = new float[Math.toIntExact(count)];
        for (int index = 0; index < numbers.length; index++) {
            numbers[index] = (float) (random.nextGaussian() * scale);
        }
        return numbers;
    }
}
