package io.compuerta.engine.testing;

import io.compuerta.engine.model.GgufHeader;
import io.compuerta.engine.model.GgufHeader.Entry;
import io.compuerta.engine.model.GgufHeader.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tiny model in several files, as llama.cpp splits large ones. */
public final class SplitGguf {

    private static final int UINT16 = 2;

    private SplitGguf() {}

    /** Writes {@code tiny-split-00001-of-0000N.gguf} and the rest; the first holds the metadata. */
    public static List<Path> write(Path directory, int count) throws IOException {
        Path whole = TinyQwen3Gguf.write(directory);
        GgufHeader header = GgufHeader.read(whole);
        byte[] bytes = Files.readAllBytes(whole);
        Files.delete(whole);
        List<Path> parts = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            GgufWriter writer = new GgufWriter();
            if (part == 0) {
                header.metadata().forEach(writer::put);
            }
            writer.put("split.no", new Entry(UINT16, (long) part))
                    .put("split.count", new Entry(UINT16, (long) count))
                    .put("split.tensors.count", new Entry(GgufWriter.INT32, (long)
                            header.tensors().size()));
            for (int index = part; index < header.tensors().size(); index += count) {
                Tensor tensor = header.tensors().get(index);
                int from = Math.toIntExact(header.dataOffset() + tensor.offset());
                writer.tensor(
                        tensor.name(),
                        tensor.type(),
                        tensor.shape(),
                        ByteBuffer.wrap(bytes, from, Math.toIntExact(tensor.bytes()))
                                .slice());
            }
            Path file = directory.resolve("tiny-split-%05d-of-%05d.gguf".formatted(part + 1, count));
            writer.write(file);
            parts.add(file);
        }
        return parts;
    }
}
