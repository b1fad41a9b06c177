package io.compuerta.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Writes a Qwen3 model of a few hundred kilobytes with random weights, which the real native library loads and runs.
 * It babbles: with greedy decoding always the same printable ASCII for the same prompt, and it never ends its turn by
 * itself, so every answer has as many tokens as were allowed (or ends at the context's end). A token is one to three
 * characters.
 */
public final class TinyQwen3Gguf {

    /** Prompt and answer together, unless asked for otherwise. */
    public static final int CONTEXT_TOKENS = 512;

    private static final int WIDTH = 64;
    private static final int BLOCKS = 2;
    private static final int HEADS = 4;
    private static final int KEY_HEADS = 2;
    private static final int HEAD_WIDTH = 16;
    private static final int INNER_WIDTH = 128;
    private static final int RANK = 4;
    private static final int NORMAL = 1;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;

    /** Pairs that become one token, in the order in which they are merged; a space is written as Ġ. */
    private static final List<String> MERGES = List.of(
            "t h", "th e", "Ġ a", "i n", "e r", "Ġ t", "o n", "e n", "a n", "Ġ s", "Ġ c", "e s", "o r", "a r", "Ġ p");

    private static final List<String> CONTROL_TOKENS = List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");
    private static final List<String> ADDED_TOKENS = List.of("<think>", "</think>");

    private TinyQwen3Gguf() {}

    /** Writes {@code tiny-qwen3.gguf} into a directory. */
    public static Path write(Path directory) {
        return write(directory, CONTEXT_TOKENS, 20_26);
    }

    /**
     * @param contextTokens that the model claims to be trained for
     * @param seed          of the weights
     */
    public static Path write(Path directory, int contextTokens, long seed) {
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve("tiny-qwen3.gguf");
            writer(contextTokens, seed).write(file);
            return file;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The same, to be changed before it is written. */
    public static GgufWriter writer(int contextTokens, long seed) {
        GgufWriter writer = new GgufWriter()
                .text("general.architecture", "qwen3")
                .text("general.name", "Tiny random Qwen3")
                .uint32("qwen3.context_length", contextTokens)
                .uint32("qwen3.embedding_length", WIDTH)
                .uint32("qwen3.block_count", BLOCKS)
                .uint32("qwen3.feed_forward_length", INNER_WIDTH)
                .uint32("qwen3.attention.head_count", HEADS)
                .uint32("qwen3.attention.head_count_kv", KEY_HEADS)
                .uint32("qwen3.attention.key_length", HEAD_WIDTH)
                .uint32("qwen3.attention.value_length", HEAD_WIDTH)
                .float32("qwen3.rope.freq_base", 1_000_000)
                .float32("qwen3.attention.layer_norm_rms_epsilon", 1e-6);
        List<String> tokens = addVocabulary(writer);
        addWeights(writer, tokens, new Random(seed));
        return writer;
    }

    /**
     * Writes a LoRA adapter of random numbers for the model of any seed, strong enough to change what it says.
     *
     * @param name of the file, without its ending
     */
    public static Path writeAdapter(Path directory, String name, long seed) {
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve(name + ".gguf");
            adapter(seed).write(file);
            return file;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The same, to be changed before it is written. */
    public static GgufWriter adapter(long seed) {
        Random random = new Random(seed);
        GgufWriter writer = new GgufWriter()
                .text("general.architecture", "qwen3")
                .text("general.type", "adapter")
                .text("adapter.type", "lora")
                .float32("adapter.lora.alpha", 2 * RANK);
        for (int block = 0; block < BLOCKS; block++) {
            String prefix = "blk." + block + ".";
            pair(writer, random, prefix + "attn_q.weight", WIDTH, HEADS * HEAD_WIDTH);
            pair(writer, random, prefix + "attn_output.weight", HEADS * HEAD_WIDTH, WIDTH);
            pair(writer, random, prefix + "ffn_down.weight", INNER_WIDTH, WIDTH);
        }
        return writer;
    }

    private static void pair(GgufWriter writer, Random random, String changed, long columns, long rows) {
        matrix(writer, random, changed + ".lora_a", columns, RANK);
        matrix(writer, random, changed + ".lora_b", RANK, rows);
    }

    private static List<String> addVocabulary(GgufWriter writer) {
        List<String> tokens = new ArrayList<>(byteTokens());
        MERGES.forEach(pair -> tokens.add(pair.replace(" ", "")));
        List<Long> types = new ArrayList<>();
        tokens.forEach(token -> types.add((long) NORMAL));
        tokens.addAll(CONTROL_TOKENS);
        CONTROL_TOKENS.forEach(token -> types.add((long) CONTROL));
        tokens.addAll(ADDED_TOKENS);
        ADDED_TOKENS.forEach(token -> types.add((long) USER_DEFINED));
        writer.text("tokenizer.ggml.model", "gpt2")
                .text("tokenizer.ggml.pre", "qwen2")
                .array("tokenizer.ggml.tokens", GgufWriter.STRING, tokens)
                .array("tokenizer.ggml.token_type", GgufWriter.INT32, types)
                .array("tokenizer.ggml.merges", GgufWriter.STRING, MERGES)
                .uint32("tokenizer.ggml.bos_token_id", tokens.indexOf("<|endoftext|>"))
                .uint32("tokenizer.ggml.eos_token_id", tokens.indexOf("<|im_end|>"))
                .bool("tokenizer.ggml.add_bos_token", false);
        return tokens;
    }

    /** One token for each byte, as GPT-2 writes them. */
    static List<String> byteTokens() {
        return IntStream.range(0, 256)
                .mapToObj(value -> Character.toString(byteSymbol(value)))
                .toList();
    }

    private static void addWeights(GgufWriter writer, List<String> tokens, Random random) {
        long vocabulary = tokens.size();
        writer.tensor("token_embd.weight", List.of((long) WIDTH, vocabulary), gaussian(random, WIDTH * vocabulary, 1));
        float[] output = gaussian(random, WIDTH * vocabulary, 1);
        for (int token = 0; token < vocabulary; token++) {
            if (!tokens.get(token).matches("[\\x21-\\x7eĠ]{1,3}")) {
                // A row of zeroes gives the score 0, which some other token always beats.
                Arrays.fill(output, token * WIDTH, (token + 1) * WIDTH, 0);
            }
        }
        writer.tensor("output.weight", List.of((long) WIDTH, vocabulary), output);
        writer.tensor("output_norm.weight", List.of((long) WIDTH), ones(WIDTH));
        for (int block = 0; block < BLOCKS; block++) {
            String prefix = "blk." + block + ".";
            writer.tensor(prefix + "attn_norm.weight", List.of((long) WIDTH), ones(WIDTH));
            writer.tensor(prefix + "ffn_norm.weight", List.of((long) WIDTH), ones(WIDTH));
            writer.tensor(prefix + "attn_q_norm.weight", List.of((long) HEAD_WIDTH), ones(HEAD_WIDTH));
            writer.tensor(prefix + "attn_k_norm.weight", List.of((long) HEAD_WIDTH), ones(HEAD_WIDTH));
            matrix(writer, random, prefix + "attn_q.weight", WIDTH, HEADS * HEAD_WIDTH);
            matrix(writer, random, prefix + "attn_k.weight", WIDTH, KEY_HEADS * HEAD_WIDTH);
            matrix(writer, random, prefix + "attn_v.weight", WIDTH, KEY_HEADS * HEAD_WIDTH);
            matrix(writer, random, prefix + "attn_output.weight", HEADS * HEAD_WIDTH, WIDTH);
            matrix(writer, random, prefix + "ffn_gate.weight", WIDTH, INNER_WIDTH);
            matrix(writer, random, prefix + "ffn_up.weight", WIDTH, INNER_WIDTH);
            matrix(writer, random, prefix + "ffn_down.weight", INNER_WIDTH, WIDTH);
        }
    }

    private static void matrix(GgufWriter writer, Random random, String name, long columns, long rows) {
        writer.tensor(name, List.of(columns, rows), gaussian(random, columns * rows, 1.5 / Math.sqrt(columns)));
    }

    private static float[] gaussian(Random random, long count, double scale) {
        float[] numbers = new float[Math.toIntExact(count)];
        for (int index = 0; index < numbers.length; index++) {
            numbers[index] = (float) (random.nextGaussian() * scale);
        }
        return numbers;
    }

    private static float[] ones(int count) {
        float[] numbers = new float[count];
        Arrays.fill(numbers, 1);
        return numbers;
    }

    /** GPT-2's printable stand-in for a byte: itself where it is printable Latin-1, else one from 256 on. */
    private static int byteSymbol(int value) {
        int replaced = 0;
        for (int other = 0; other <= value; other++) {
            boolean printable = (other >= 0x21 && other <= 0x7e) || (other >= 0xa1 && other <= 0xac) || other >= 0xae;
            if (other == value) {
                return printable ? value : 256 + replaced;
            }
            if (!printable) {
                replaced++;
            }
        }
        throw new AssertionError(value);
    }
}
