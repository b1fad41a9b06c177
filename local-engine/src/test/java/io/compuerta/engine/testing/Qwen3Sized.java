package io.compuerta.engine.testing;

import io.compuerta.engine.model.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes a model with the measures of Qwen3-0.6B, 8 bit, and random weights: 640 MB that compute as long as the real ones
 * do. For measurements where the real file cannot be had; what it says is noise.
 *
 * <p>Run as {@code java -cp local-engine/target/test-classes:local-engine/target/classes
 * io.compuerta.engine.testing.Qwen3Sized FILE.gguf}.
 */
public final class Qwen3Sized {

    private static final int WIDTH = 1024;
    private static final int BLOCKS = 28;
    private static final int HEADS = 16;
    private static final int KEY_HEADS = 8;
    private static final int HEAD_WIDTH = 128;
    private static final int INNER_WIDTH = 3072;
    private static final int VOCABULARY = 151_936;
    private static final int BLOCK = 32;
    private static final int BLOCK_BYTES = 34;
    private static final int NORMAL = 1;
    private static final int CONTROL = 3;

    private Qwen3Sized() {}

    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]));
    }

    static void write(Path file) throws IOException {
        GgufWriter writer = new GgufWriter()
                .text("general.architecture", "qwen3")
                .text("general.name", "Random weights sized as Qwen3-0.6B")
                .uint32("qwen3.context_length", 40_960)
                .uint32("qwen3.embedding_length", WIDTH)
                .uint32("qwen3.block_count", BLOCKS)
                .uint32("qwen3.feed_forward_length", INNER_WIDTH)
                .uint32("qwen3.attention.head_count", HEADS)
                .uint32("qwen3.attention.head_count_kv", KEY_HEADS)
                .uint32("qwen3.attention.key_length", HEAD_WIDTH)
                .uint32("qwen3.attention.value_length", HEAD_WIDTH)
                .float32("qwen3.rope.freq_base", 1_000_000)
                .float32("qwen3.attention.layer_norm_rms_epsilon", 1e-6);
        addVocabulary(writer);
        addWeights(writer, new Random(6));
        writer.write(file);
    }

    private static void addVocabulary(GgufWriter writer) {
        List<String> control = List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");
        int plain = VOCABULARY - control.size();
        List<String> bytes = TinyQwen3Gguf.byteTokens();
        List<String> tokens = Stream.of(
                        bytes.stream(), IntStream.range(bytes.size(), plain).mapToObj(id -> "x" + id), control.stream())
                .flatMap(part -> part)
                .toList();
        writer.text("tokenizer.ggml.model", "gpt2")
                .text("tokenizer.ggml.pre", "qwen2")
                .array("tokenizer.ggml.tokens", GgufWriter.STRING, tokens)
                .array(
                        "tokenizer.ggml.token_type",
                        GgufWriter.INT32,
                        IntStream.range(0, VOCABULARY)
                                .mapToObj(id -> (long) (id < plain ? NORMAL : CONTROL))
                                .toList())
                .array("tokenizer.ggml.merges", GgufWriter.STRING, List.of("t h"))
                .uint32("tokenizer.ggml.bos_token_id", plain)
                .uint32("tokenizer.ggml.eos_token_id", plain + 2L)
                .bool("tokenizer.ggml.add_bos_token", false);
    }

    private static void addWeights(GgufWriter writer, Random random) {
        matrix(writer, random, "token_embd.weight", WIDTH, VOCABULARY);
        norm(writer, "output_norm.weight", WIDTH);
        for (int block = 0; block < BLOCKS; block++) {
            String prefix = "blk." + block + ".";
            norm(writer, prefix + "attn_norm.weight", WIDTH);
            norm(writer, prefix + "ffn_norm.weight", WIDTH);
            norm(writer, prefix + "attn_q_norm.weight", HEAD_WIDTH);
            norm(writer, prefix + "attn_k_norm.weight", HEAD_WIDTH);
            matrix(writer, random, prefix + "attn_q.weight", WIDTH, HEADS * HEAD_WIDTH);
            matrix(writer, random, prefix + "attn_k.weight", WIDTH, KEY_HEADS * HEAD_WIDTH);
            matrix(writer, random, prefix + "attn_v.weight", WIDTH, KEY_HEADS * HEAD_WIDTH);
            matrix(writer, random, prefix + "attn_output.weight", HEADS * HEAD_WIDTH, WIDTH);
            matrix(writer, random, prefix + "ffn_gate.weight", WIDTH, INNER_WIDTH);
            matrix(writer, random, prefix + "ffn_up.weight", WIDTH, INNER_WIDTH);
            matrix(writer, random, prefix + "ffn_down.weight", INNER_WIDTH, WIDTH);
        }
    }

    private static void norm(GgufWriter writer, String name, int width) {
        float[] ones = new float[width];
        Arrays.fill(ones, 1);
        writer.tensor(name, List.of((long) width), ones);
    }

    /** Q8_0: blocks of 32 numbers, a half-precision scale and 32 signed bytes. */
    private static void matrix(GgufWriter writer, Random random, String name, long columns, long rows) {
        int bytes = Math.toIntExact(columns * rows / BLOCK * BLOCK_BYTES);
        short scale = Float.floatToFloat16((float) (1.5 / Math.sqrt(columns) / 74));
        long seed = random.nextLong();
        writer.tensor(name, TensorType.Q8_0, List.of(columns, rows), bytes, () -> {
            byte[] numbers = new byte[bytes];
            new Random(seed).nextBytes(numbers);
            ByteBuffer data = ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at < bytes; at += BLOCK_BYTES) {
                data.putShort(at, scale);
            }
            return data;
        });
    }
}
