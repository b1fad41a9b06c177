package io.compuerta.engine.testing;

import io.compuerta.engine.model.GgufHeader;
import io.compuerta.engine.model.GgufHeader.Entry;
import io.compuerta.engine.model.GgufHeader.Tensor;
import io.compuerta.engine.model.GgufHeader.Values;
import io.compuerta.engine.model.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Breaks a GGUF file in one of many ways, the same way for the same seed: bytes flipped, numbers blown up, the file cut
 * short; and, written out whole again, metadata of other types and values, missing or renamed keys, tensors of other
 * shapes and types.
 */
public final class GgufMutator {

    private static final long[] NUMBERS = {
        0,
        1,
        2,
        3,
        5,
        7,
        8,
        15,
        16,
        17,
        31,
        32,
        33,
        63,
        64,
        65,
        128,
        255,
        256,
        257,
        511,
        512,
        513,
        1024,
        1 << 16,
        1 << 20,
        1 << 30,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0xFFFF_FFFFL,
        -1,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final double[] FRACTIONS = {
        0, -0.0, 1, -1, 0.5, 1e-6, 1e-30, 1e30, 1e300, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
    };

    /** Keys that the file need not have but llama.cpp looks at. */
    private static final List<String> FURTHER_KEYS = List.of(
            "rope.dimension_count",
            "rope.scaling.type",
            "rope.scaling.factor",
            "rope.scaling.original_context_length",
            "rope.scaling.yarn_log_multiplier",
            "rope.dimension_sections",
            "attention.scale",
            "attention.sliding_window",
            "attention.sliding_window_pattern",
            "attention.causal",
            "attention.layer_norm_epsilon",
            "attention.clamp_kqv",
            "attention.max_alibi_bias",
            "attention.head_count_kv",
            "expert_count",
            "expert_used_count",
            "expert_group_count",
            "nextn_predict_layers",
            "vocab_size",
            "pooling_type",
            "use_parallel_residual",
            "feed_forward_length",
            "embedding_length_out",
            "classifier.output_labels",
            "full_attention_interval",
            "logit_scale",
            "ssm.conv_kernel",
            "block_count");

    private static final List<String> FURTHER_TOKENIZER_KEYS = List.of(
            "tokenizer.ggml.model",
            "tokenizer.ggml.pre",
            "tokenizer.ggml.token_type_count",
            "tokenizer.ggml.scores",
            "tokenizer.ggml.add_eos_token",
            "tokenizer.ggml.add_sep_token",
            "tokenizer.ggml.padding_token_id",
            "tokenizer.ggml.unknown_token_id",
            "tokenizer.ggml.eot_token_id",
            "tokenizer.ggml.add_space_prefix",
            "tokenizer.ggml.remove_extra_whitespaces",
            "tokenizer.ggml.precompiled_charsmap",
            "tokenizer.chat_template",
            "general.type",
            "general.file_type",
            "general.alignment",
            "general.quantization_version",
            "split.count",
            "split.no",
            "split.tensors.count");

    private final byte[] original;
    private final GgufHeader header;

    public GgufMutator(Path file) throws IOException {
        this.original = Files.readAllBytes(file);
        this.header = GgufHeader.read(file);
    }

    /** Writes the mutation that belongs to a seed. */
    public void write(Path target, long seed) throws IOException {
        Random random = new Random(seed);
        if (random.nextInt(3) == 0) {
            Files.write(target, bytes(random));
        } else {
            rewritten(random).write(target);
        }
    }

    private byte[] bytes(Random random) {
        byte[] bytes = original.clone();
        ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int end = Math.toIntExact(header.dataOffset());
        // The first part of the header holds counts and hyperparameters, the last part the tensors.
        int from = random.nextBoolean() ? 0 : Math.max(0, end - 2500);
        int to = from == 0 ? Math.min(end, 1000) : end;
        switch (random.nextInt(5)) {
            case 0 -> bytes[from + random.nextInt(to - from)] = (byte) random.nextInt(256);
            case 1 -> {
                for (int flip = 0; flip < 8; flip++) {
                    bytes[from + random.nextInt(to - from)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 2 -> view.putInt(from + random.nextInt(to - from), (int) number(random));
            case 3 -> view.putLong(from + random.nextInt(to - from), number(random));
            default -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
        }
        return bytes;
    }

    private GgufWriter rewritten(Random random) {
        List<String> keys = new ArrayList<>(header.metadata().keySet());
        List<Tensor> tensors = new ArrayList<>(header.tensors());
        GgufWriter writer = new GgufWriter();
        header.metadata().forEach(writer::put);
        int changes = 1 + random.nextInt(3);
        for (int change = 0; change < changes; change++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    String key = keys.get(random.nextInt(keys.size()));
                    writer.put(key, changed(header.metadata().get(key), random));
                }
                case 2 -> writer.put(further(random), entry(random));
                case 3 -> writer.remove(keys.get(random.nextInt(keys.size())));
                default -> {
                    int index = random.nextInt(tensors.size());
                    Tensor tensor = tensors.remove(index);
                    if (random.nextInt(4) != 0) {
                        tensors.add(index, changed(tensor, random));
                    }
                    if (tensors.isEmpty()) {
                        tensors.add(tensor);
                    }
                }
            }
        }
        for (Tensor tensor : tensors) {
            int length = Math.toIntExact(Math.clamp(bytes(tensor), 0, 1 << 20));
            writer.tensor(tensor.name(), tensor.type(), tensor.shape(), length, () -> ByteBuffer.allocate(length));
        }
        return writer;
    }

    private static long bytes(Tensor tensor) {
        return tensor.shape().stream().anyMatch(size -> size < 0 || size > 1 << 20) ? 64 : tensor.bytes();
    }

    private String further(Random random) {
        return random.nextBoolean()
                ? header.architecture() + "." + FURTHER_KEYS.get(random.nextInt(FURTHER_KEYS.size()))
                : FURTHER_TOKENIZER_KEYS.get(random.nextInt(FURTHER_TOKENIZER_KEYS.size()));
    }

    /** Mostly of the same type, so that it gets past the first look. */
    private static Entry changed(Entry entry, Random random) {
        if (random.nextInt(3) == 0) {
            return entry(random);
        }
        if (entry.value() instanceof Values values && !values.elements().isEmpty()) {
            List<Object> elements = new ArrayList<>(values.elements());
            switch (random.nextInt(4)) {
                case 0 -> elements.remove(random.nextInt(elements.size()));
                case 1 -> elements.set(random.nextInt(elements.size()), value(values.type(), random));
                case 2 -> elements.add(value(values.type(), random));
                default -> elements = elements.subList(0, random.nextInt(elements.size()));
            }
            return new Entry(entry.type(), new Values(values.type(), elements));
        }
        return new Entry(entry.type(), value(entry.type(), random));
    }

    private static Entry entry(Random random) {
        int type = random.nextInt(13);
        return new Entry(type, value(type, random));
    }

    private static Object value(int type, Random random) {
        return switch (type) {
            case 6, 12 -> FRACTIONS[random.nextInt(FRACTIONS.length)];
            case 7 -> random.nextBoolean();
            case 8 -> text(random);
            case 9 -> {
                int of = random.nextInt(9);
                List<Object> elements = new ArrayList<>();
                for (int index = random.nextInt(6); index > 0; index--) {
                    elements.add(value(of, random));
                }
                yield new Values(of, elements);
            }
            default -> number(random);
        };
    }

    private static Object text(Random random) {
        String[] texts = {
            "",
            " ",
            "qwen2",
            "qwen3",
            "qwen3moe",
            "qwen35",
            "qwen3next",
            "llama",
            "gpt2",
            "bert",
            "spm",
            "none",
            "t5",
            "rwkv",
            "yarn",
            "linear",
            "longrope",
            "default",
            "llama3",
            "a b",
            " a",
            "a ",
            "\u0000",
            "x".repeat(5000),
            "<|im_end|>"
        };
        return texts[random.nextInt(texts.length)];
    }

    private static Tensor changed(Tensor tensor, Random random) {
        List<Long> shape = new ArrayList<>(tensor.shape());
        TensorType type = tensor.type();
        String name = tensor.name();
        switch (random.nextInt(5)) {
            case 0 -> shape.set(random.nextInt(shape.size()), number(random));
            case 1 -> {
                if (shape.size() < 4) {
                    shape.add(1L + random.nextInt(3));
                }
            }
            case 2 -> type = TensorType.values()[random.nextInt(TensorType.values().length)];
            case 3 -> name = name.replace("blk.0", "blk." + random.nextInt(600));
            default -> java.util.Collections.reverse(shape);
        }
        return new Tensor(name, type, shape, tensor.offset());
    }

    private static long number(Random random) {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }
}
