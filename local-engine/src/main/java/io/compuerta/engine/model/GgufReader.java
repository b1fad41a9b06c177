package io.compuerta.engine.model;

import io.compuerta.engine.model.GgufHeader.Entry;
import io.compuerta.engine.model.GgufHeader.Tensor;
import io.compuerta.engine.model.GgufHeader.Values;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses a GGUF header without trusting a byte of it: every count is bounded, every length is compared with what is
 * left of the file, every string must be UTF-8. llama.cpp survives most broken headers, but not all, and what it does
 * not survive ends the process; so it gets to see only files that passed here.
 */
final class GgufReader {

    private static final int MAGIC = 0x46554747; // "GGUF"
    private static final int MAX_KEYS = 4096;
    private static final int MAX_TENSORS = 65_536;
    private static final int MAX_STRING_BYTES = 1 << 20;
    private static final int MAX_ELEMENTS = 1 << 22;
    private static final int MAX_DIMENSIONS = 4;
    private static final int STRING = 8;
    private static final int ARRAY = 9;

    private final FileChannel channel;
    private final long fileBytes;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private long consumed;
    private int elementsLeft = MAX_ELEMENTS;

    private GgufReader(FileChannel channel) throws IOException {
        this.channel = channel;
        this.fileBytes = channel.size();
    }

    static GgufHeader read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return new GgufReader(channel).header();
        } catch (InvalidModelFile invalid) {
            throw new InvalidModelFile(file.getFileName() + ": " + invalid.getMessage());
        }
    }

    private GgufHeader header() throws IOException {
        if (fileBytes < 24) {
            throw new InvalidModelFile("not a GGUF file: " + fileBytes + " bytes are too few");
        }
        if (int32() != MAGIC) {
            throw new InvalidModelFile("not a GGUF file: it does not start with 'GGUF'");
        }
        int version = int32();
        if (version != 2 && version != 3) {
            throw new InvalidModelFile("GGUF version " + version + " is not supported; 2 and 3 are");
        }
        int tensorCount = count("tensors", int64(), MAX_TENSORS);
        int keyCount = count("metadata keys", int64(), MAX_KEYS);
        Map<String, Entry> metadata = LinkedHashMap.newLinkedHashMap(keyCount);
        for (int index = 0; index < keyCount; index++) {
            String key = string();
            int type = int32();
            if (metadata.put(key, new Entry(type, value(key, type))) != null) {
                throw new InvalidModelFile("metadata key " + shown(key) + " occurs twice");
            }
        }
        int alignment = alignment(metadata);
        List<Tensor> tensors = new ArrayList<>(Math.min(tensorCount, 1024));
        for (int index = 0; index < tensorCount; index++) {
            tensors.add(tensor());
        }
        long dataOffset = Math.ceilDiv(consumed, alignment) * alignment;
        checkExtents(tensors, dataOffset, alignment);
        return new GgufHeader(
                version, fileBytes, dataOffset, alignment, Collections.unmodifiableMap(metadata), List.copyOf(tensors));
    }

    private Object value(String key, int type) throws IOException {
        return switch (type) {
            case 0 -> (long) (int8() & 0xFF);
            case 1 -> (long) int8();
            case 2 -> (long) (int16() & 0xFFFF);
            case 3 -> (long) int16();
            case 4 -> int32() & 0xFFFF_FFFFL;
            case 5 -> (long) int32();
            case 6 -> (double) Float.intBitsToFloat(int32());
            case 7 -> bool(key);
            case STRING -> string();
            case ARRAY -> array(key);
            case 10, 11 -> int64();
            case 12 -> Double.longBitsToDouble(int64());
            default ->
                throw new InvalidModelFile("metadata key " + shown(key) + " has type " + type + "; 0 to 12 exist");
        };
    }

    private Values array(String key) throws IOException {
        int type = int32();
        if (type == ARRAY) {
            throw new InvalidModelFile("metadata key " + shown(key) + " is an array of arrays");
        }
        int count = count("elements of " + shown(key), int64(), elementsLeft);
        elementsLeft -= count;
        List<Object> elements = new ArrayList<>(Math.min(count, 1 << 16));
        for (int index = 0; index < count; index++) {
            elements.add(value(key, type));
        }
        return new Values(type, Collections.unmodifiableList(elements));
    }

    private Tensor tensor() throws IOException {
        String name = string();
        int dimensions = int32();
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
            throw new InvalidModelFile(
                    "tensor " + shown(name) + " has " + dimensions + " dimensions; 1 to 4 are allowed");
        }
        List<Long> shape = new ArrayList<>(dimensions);
        for (int index = 0; index < dimensions; index++) {
            shape.add(int64());
        }
        TensorType type = TensorType.of(int32());
        long offset = int64();
        long numbers = 1;
        for (long size : shape) {
            // Two bits a number is the densest type: more numbers than that cannot be in the file.
            if (size < 1 || size > fileBytes * 8 || numbers > fileBytes * 8 / size) {
                throw new InvalidModelFile("tensor " + shown(name) + " of shape " + shape + " cannot be in a file of "
                        + fileBytes + " bytes");
            }
            numbers *= size;
        }
        if (shape.getFirst() % type.blockSize() != 0) {
            throw new InvalidModelFile("tensor " + shown(name) + " has rows of " + shape.getFirst() + " numbers; "
                    + type + " needs a multiple of " + type.blockSize());
        }
        return new Tensor(name, type, shape, offset);
    }

    private void checkExtents(List<Tensor> tensors, long dataOffset, int alignment) throws InvalidModelFile {
        long room = fileBytes - dataOffset;
        for (Tensor tensor : tensors) {
            if (tensor.offset() < 0 || tensor.offset() % alignment != 0) {
                throw new InvalidModelFile("tensor " + shown(tensor.name()) + " starts at " + tensor.offset()
                        + ", which is not a multiple of " + alignment);
            }
            if (tensor.offset() > room || tensor.bytes() > room - tensor.offset()) {
                throw new InvalidModelFile("tensor " + shown(tensor.name()) + " ends beyond the end of the file ("
                        + fileBytes + " bytes): the file is cut short");
            }
        }
    }

    private static int alignment(Map<String, Entry> metadata) throws InvalidModelFile {
        Entry entry = metadata.get("general.alignment");
        if (entry == null) {
            return 32;
        }
        if (entry.value() instanceof Long value
                && entry.type() == 4
                && value >= 8
                && value <= 65_536
                && Long.bitCount(value) == 1) {
            return Math.toIntExact(value);
        }
        throw new InvalidModelFile("general.alignment is not a power of two between 8 and 65536");
    }

    private int count(String what, long count, int most) throws InvalidModelFile {
        if (count < 0 || count > most || count > fileBytes - consumed) {
            throw new InvalidModelFile(Long.toUnsignedString(count) + " " + what + " cannot be; at most "
                    + Math.min(most, fileBytes - consumed));
        }
        return (int) count;
    }

    private Boolean bool(String key) throws IOException {
        byte value = int8();
        if (value != 0 && value != 1) {
            throw new InvalidModelFile("metadata key " + shown(key) + " is a bool of value " + value);
        }
        return value == 1;
    }

    private String string() throws IOException {
        long length = int64();
        if (length < 0 || length > MAX_STRING_BYTES || length > fileBytes - consumed) {
            throw new InvalidModelFile("a string of " + Long.toUnsignedString(length) + " bytes at " + consumed
                    + " cannot be: the file is cut short or broken");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        while (bytes.hasRemaining()) {
            need(1);
            int step = Math.min(bytes.remaining(), buffer.remaining());
            bytes.put(buffer.slice(buffer.position(), step));
            buffer.position(buffer.position() + step);
            consumed += step;
        }
        try {
            return utf8.decode(bytes.flip()).toString();
        } catch (CharacterCodingException invalid) {
            throw new InvalidModelFile("the string that ends at byte " + consumed + " is not UTF-8");
        }
    }

    private byte int8() throws IOException {
        need(1);
        consumed += 1;
        return buffer.get();
    }

    private short int16() throws IOException {
        need(2);
        consumed += 2;
        return buffer.getShort();
    }

    private int int32() throws IOException {
        need(4);
        consumed += 4;
        return buffer.getInt();
    }

    private long int64() throws IOException {
        need(8);
        consumed += 8;
        return buffer.getLong();
    }

    private void need(int bytes) throws IOException {
        while (buffer.remaining() < bytes) {
            buffer.compact();
            int read = channel.read(buffer);
            buffer.flip();
            if (read < 0) {
                throw new InvalidModelFile("the header ends at byte " + fileBytes + ": the file is cut short");
            }
        }
    }

    /** A name from the file, short and printable. */
    private static String shown(String name) {
        String clean = name.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() <= 80 ? clean : clean.substring(0, 80) + "...";
    }
}
