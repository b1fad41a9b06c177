package io.compuerta.engine.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a GGUF model file says about itself before the weights. Reading one proves that the file is whole: every
 * length, count and offset lies within it. Whether the values make a model is {@link GgufCheck}'s question.
 *
 * @param version    of the format, 2 or 3
 * @param fileBytes  length of the file
 * @param dataOffset where the weights start, in bytes
 * @param alignment  of tensors, in bytes
 * @param metadata   in the file's order; values are Long (all integers), Double, Boolean, String or {@link Values}
 * @param tensors    in the file's order
 */
public record GgufHeader(
        int version,
        long fileBytes,
        long dataOffset,
        int alignment,
        Map<String, Entry> metadata,
        List<Tensor> tensors) {

    /**
     * One metadata value and its type in the file.
     *
     * @param type 0 uint8, 1 int8, 2 uint16, 3 int16, 4 uint32, 5 int32, 6 float32, 7 bool, 8 string, 9 array,
     *     10 uint64, 11 int64, 12 float64
     */
    public record Entry(int type, Object value) {}

    /** An array: the type of its elements and the elements. */
    public record Values(int type, List<Object> elements) {}

    /**
     * A tensor.
     *
     * @param shape  numbers per dimension, the row length first
     * @param offset from {@link GgufHeader#dataOffset}, in bytes
     */
    public record Tensor(String name, TensorType type, List<Long> shape, long offset) {

        public Tensor {
            shape = List.copyOf(shape);
        }

        /** Bytes of a row. */
        public long rowBytes() {
            return shape.getFirst() / type.blockSize() * type.blockBytes();
        }

        /** Bytes of the whole. */
        public long bytes() {
            long rows = 1;
            for (long size : shape.subList(1, shape.size())) {
                rows *= size;
            }
            return rowBytes() * rows;
        }
    }

    /**
     * Reads and proves the header of a file.
     *
     * @throws InvalidModelFile if it is not a whole GGUF file
     * @throws IOException      if it cannot be read
     */
    public static GgufHeader read(Path file) throws IOException {
        return GgufReader.read(file);
    }

    /** The model's architecture, such as {@code qwen3}; empty if the file does not say. */
    public String architecture() {
        return text("general.architecture").orElse("");
    }

    /** A value of the architecture's own section: {@code block_count} asks for {@code qwen3.block_count}. */
    public OptionalLong hyperparameter(String name) {
        return integer(architecture() + "." + name);
    }

    public Optional<String> text(String key) {
        return value(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    public OptionalLong integer(String key) {
        return value(key) instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /** The elements of an array; empty if the key is absent or something else. */
    public List<Object> elements(String key) {
        return value(key) instanceof Values values ? values.elements() : List.of();
    }

    private @Nullable Object value(String key) {
        Entry entry = metadata.get(key);
        return entry == null ? null : entry.value();
    }

    /** Names what was read, not the thousands of values. */
    @Override
    public String toString() {
        return "GgufHeader[" + architecture() + ", " + metadata.size() + " keys, " + tensors.size() + " tensors]";
    }
}
