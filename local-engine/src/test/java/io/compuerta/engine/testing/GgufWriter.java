package io.compuerta.engine.testing;

import io.compuerta.engine.model.GgufHeader.Entry;
import io.compuerta.engine.model.GgufHeader.Values;
import io.compuerta.engine.model.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Writes GGUF files, version 3, little-endian, aligned to 32 bytes. */
public final class GgufWriter {

    public static final int UINT32 = 4;
    public static final int INT32 = 5;
    public static final int FLOAT32 = 6;
    public static final int BOOL = 7;
    public static final int STRING = 8;
    public static final int ARRAY = 9;
    private static final int ALIGNMENT = 32;

    private record Weights(String name, TensorType type, List<Long> shape, long bytes, Supplier<ByteBuffer> data) {}

    private final Map<String, Entry> metadata = new LinkedHashMap<>();
    private final List<Weights> tensors = new ArrayList<>();
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();

    public GgufWriter put(String key, Entry entry) {
        metadata.put(key, entry);
        return this;
    }

    public GgufWriter remove(String key) {
        metadata.remove(key);
        return this;
    }

    public GgufWriter text(String key, String value) {
        return put(key, new Entry(STRING, value));
    }

    public GgufWriter uint32(String key, long value) {
        return put(key, new Entry(UINT32, value));
    }

    public GgufWriter float32(String key, double value) {
        return put(key, new Entry(FLOAT32, value));
    }

    public GgufWriter bool(String key, boolean value) {
        return put(key, new Entry(BOOL, value));
    }

    public GgufWriter array(String key, int elementType, List<?> elements) {
        return put(key, new Entry(ARRAY, new Values(elementType, List.copyOf(elements))));
    }

    public GgufWriter tensor(String name, TensorType type, List<Long> shape, ByteBuffer data) {
        return tensor(name, type, shape, data.remaining(), data::duplicate);
    }

    /**
     * A tensor that is made when it is written.
     *
     * @param bytes that it will take
     */
    public GgufWriter tensor(String name, TensorType type, List<Long> shape, long bytes, Supplier<ByteBuffer> data) {
        tensors.add(new Weights(name, type, shape, bytes, data));
        return this;
    }

    /** A tensor of 32-bit floats. */
    public GgufWriter tensor(String name, List<Long> shape, float[] numbers) {
        ByteBuffer data = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(numbers);
        return tensor(name, TensorType.F32, shape, data);
    }

    public void write(Path file) throws IOException {
        header.reset();
        int32(0x46554747);
        int32(3);
        int64(tensors.size());
        int64(metadata.size());
        metadata.forEach((key, entry) -> {
            string(key);
            int32(entry.type());
            value(entry.type(), entry.value());
        });
        long offset = 0;
        for (Weights tensor : tensors) {
            string(tensor.name());
            int32(tensor.shape().size());
            tensor.shape().forEach(this::int64);
            int32(tensor.type().id());
            int64(offset);
            offset += padded(tensor.bytes());
        }
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writePadded(channel, ByteBuffer.wrap(header.toByteArray()));
            for (Weights tensor : tensors) {
                writePadded(channel, tensor.data().get());
            }
        }
    }

    private static void writePadded(FileChannel channel, ByteBuffer bytes) throws IOException {
        int padding = (int) (padded(bytes.remaining()) - bytes.remaining());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.write(ByteBuffer.allocate(padding));
    }

    private static long padded(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }

    private void value(int type, Object value) {
        switch (type) {
            case 0, 1 -> header.write(((Long) value).intValue());
            case 2, 3 -> {
                header.write(((Long) value).intValue());
                header.write(((Long) value).intValue() >> 8);
            }
            case UINT32, INT32 -> int32(((Long) value).intValue());
            case FLOAT32 -> int32(Float.floatToIntBits(((Double) value).floatValue()));
            case BOOL -> header.write((Boolean) value ? 1 : 0);
            case STRING -> string((String) value);
            case ARRAY -> {
                Values values = (Values) value;
                int32(values.type());
                int64(values.elements().size());
                values.elements().forEach(element -> value(values.type(), element));
            }
            case 10, 11 -> int64((Long) value);
            case 12 -> int64(Double.doubleToLongBits((Double) value));
            default -> throw new IllegalArgumentException("type " + type + " is not written here");
        }
    }

    private void string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int64(bytes.length);
        header.writeBytes(bytes);
    }

    private void int32(int value) {
        header.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    private void int64(long value) {
        header.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }
}
