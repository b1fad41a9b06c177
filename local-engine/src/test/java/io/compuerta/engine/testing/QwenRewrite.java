package io.compuerta.engine.testing;

import io.compuerta.engine.model.GgufHeader;
import io.compuerta.engine.model.GgufHeader.Tensor;
import io.compuerta.engine.model.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * Turns a Llama model into the Qwen2 model that computes the same. The two differ in two things: Qwen2 adds biases to
 * queries, keys and values (zeroes here), and it rotates the halves of a head against each other where Llama rotates
 * neighbours, so that rows of Q and K stand in another order. Whole rows are moved, so quantized blocks stay whole.
 *
 * <p>The order of rows is also the order in which floating-point sums are made. Quantized matrices round their inputs
 * to eight bits and the fused attention kernel sums in half precision, which blows that difference up until a small
 * model chooses another word at a near tie (switching the kernel off changes the text of the original, too). So a
 * comparison of texts unpacks the blocks on both sides and asks for exact attention.
 */
public final class QwenRewrite {

    /** What to write. */
    public enum Form {
        /** Still Llama, blocks unpacked. */
        LLAMA_UNPACKED,
        /** Qwen2, blocks as they were. */
        QWEN2,
        /** Qwen2, blocks unpacked. */
        QWEN2_UNPACKED
    }

    private QwenRewrite() {}

    public static void rewrite(Path llama, Path target, Form form) throws IOException {
        boolean qwen = form != Form.LLAMA_UNPACKED;
        GgufHeader header = GgufHeader.read(llama);
        GgufWriter writer = new GgufWriter();
        header.metadata().forEach((key, entry) -> {
            if (qwen && key.equals("general.architecture")) {
                writer.text(key, "qwen2");
            } else {
                writer.put(qwen ? key.replaceFirst("^llama\\.", "qwen2.") : key, entry);
            }
        });
        long heads = header.hyperparameter("attention.head_count").orElseThrow();
        int headWidth = (int) (header.hyperparameter("embedding_length").orElseThrow() / heads);
        try (FileChannel channel = FileChannel.open(llama)) {
            for (Tensor tensor : header.tensors()) {
                boolean unpack =
                        form != Form.QWEN2 && tensor.name().startsWith("blk.") && tensor.type() == TensorType.Q4_1;
                boolean move = qwen && tensor.name().matches("blk\\.\\d+\\.attn_[qk]\\.weight");
                long numbers = tensor.shape().stream().reduce(1L, (a, b) -> a * b);
                writer.tensor(
                        tensor.name(),
                        unpack ? TensorType.F32 : tensor.type(),
                        tensor.shape(),
                        unpack ? numbers * Float.BYTES : tensor.bytes(),
                        () -> {
                            ByteBuffer data = map(channel, header, tensor);
                            ByteBuffer ordered = move ? halvesOrder(data, tensor, headWidth) : data;
                            return unpack ? unpack(ordered, Math.toIntExact(numbers)) : ordered;
                        });
                if (qwen && tensor.name().matches("blk\\.\\d+\\.attn_[qkv]\\.weight")) {
                    long rows = tensor.shape().getLast();
                    writer.tensor(
                            tensor.name().replace(".weight", ".bias"), List.of(rows), new float[Math.toIntExact(rows)]);
                }
            }
            writer.write(target);
        }
    }

    private static ByteBuffer map(FileChannel channel, GgufHeader header, Tensor tensor) {
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, header.dataOffset() + tensor.offset(), tensor.bytes());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Llama's row 2j + h of a head is row h * width/2 + j of a head whose halves rotate. */
    private static ByteBuffer halvesOrder(ByteBuffer data, Tensor tensor, int headWidth) {
        int rowBytes = Math.toIntExact(tensor.rowBytes());
        int rows = Math.toIntExact(tensor.shape().getLast());
        ByteBuffer moved = ByteBuffer.allocate(rows * rowBytes);
        for (int row = 0; row < rows; row++) {
            int within = row % headWidth;
            int half = within / (headWidth / 2);
            int pair = within % (headWidth / 2);
            int source = row - within + 2 * pair + half;
            moved.put(data.slice(source * rowBytes, rowBytes));
        }
        return moved.flip();
    }

    /** Q4_1: per 32 numbers a scale and a minimum (half floats), then 16 bytes of which the low nibbles come first. */
    private static ByteBuffer unpack(ByteBuffer blocks, int numbers) {
        blocks.order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer floats = ByteBuffer.allocate(numbers * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (floats.hasRemaining()) {
            float scale = Float.float16ToFloat(blocks.getShort());
            float minimum = Float.float16ToFloat(blocks.getShort());
            int packed = blocks.position();
            for (int index = 0; index < 32; index++) {
                int pair = blocks.get(packed + index % 16);
                floats.putFloat(scale * (index < 16 ? pair & 0xF : (pair >> 4) & 0xF) + minimum);
            }
            blocks.position(packed + 16);
        }
        return floats.flip();
    }
}
