package io.compuerta.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.testing.GgufWriter;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which adapters reach native code. */
class AdapterCheckTest {

    @TempDir
    private Path directory;

    private GgufHeader model;

    @BeforeEach
    void readModel() throws IOException {
        model = GgufHeader.read(TinyQwen3Gguf.write(directory));
    }

    @Test
    void anAdapterThatFitsPasses() throws IOException {
        Path file = TinyQwen3Gguf.writeAdapter(directory, "fits", 1);

        assertThat(AdapterCheck.read(file, model).tensors()).hasSize(12);
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheFilesName() {
        refused(adapter -> adapter.text("general.type", "model"), "general.type is 'model'; 'adapter' is needed");
        refused(adapter -> adapter.text("general.architecture", "qwen2"), "'qwen3' is needed");
        refused(adapter -> adapter.text("adapter.type", "control"), "'lora' is needed");
        refused(adapter -> adapter.uint32("adapter.lora.alpha", 8), "32-bit float");
        refused(
                adapter -> adapter.array("adapter.alora.invocation_tokens", GgufWriter.UINT32, List.of(1L)),
                "invocation");
        refused(adapter -> matrix(adapter, "blk.0.attn_v.weight.lora_a", 64, 4), "has no .lora_b");
        refused(adapter -> matrix(adapter, "blk.0.attn_v.weight.lora_b", 4, 32), "has no .lora_a");
        refused(adapter -> matrix(adapter, "blk.0.attn_v.weight", 64, 32), "ends with neither");
        refused(adapter -> pair(adapter, "blk.7.attn_v.weight", 64, 4, 4, 32), "no tensor blk.7.attn_v.weight");
        refused(adapter -> pair(adapter, "blk.0.attn_v.weight", 63, 4, 4, 32), "do not change");
        refused(adapter -> pair(adapter, "blk.0.attn_v.weight", 64, 4, 4, 33), "do not change");
        refused(adapter -> pair(adapter, "blk.0.attn_v.weight", 64, 4, 5, 32), "do not change");
    }

    private void refused(Consumer<GgufWriter> change, String reason) {
        GgufWriter writer = TinyQwen3Gguf.adapter(1);
        change.accept(writer);
        Path file = directory.resolve("changed.gguf");

        assertThatThrownBy(() -> {
                    writer.write(file);
                    AdapterCheck.read(file, model);
                })
                .isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("changed.gguf")
                .hasMessageContaining(reason);
    }

    private static void pair(GgufWriter writer, String name, long first, long rank, long otherRank, long last) {
        matrix(writer, name + ".lora_a", first, rank);
        matrix(writer, name + ".lora_b", otherRank, last);
    }

    private static void matrix(GgufWriter writer, String name, long columns, long rows) {
        writer.tensor(name, List.of(columns, rows), new float[Math.toIntExact(columns * rows)]);
    }
}
