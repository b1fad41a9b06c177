package io.compuerta.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.testing.GgufWriter;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GgufHeaderTest {

    @TempDir
    private Path directory;

    @Test
    void readsWhatWasWritten() throws IOException {
        Path file = TinyQwen3Gguf.write(directory);

        GgufHeader header = GgufHeader.read(file);
        GgufCheck.check(header);

        assertThat(header.architecture()).isEqualTo("qwen3");
        assertThat(header.hyperparameter("block_count")).hasValue(2);
        assertThat(header.elements("tokenizer.ggml.tokens")).contains("<|im_start|>");
        assertThat(header.tensors()).hasSize(3 + 2 * 11);
        assertThat(header.dataOffset() % header.alignment()).isZero();
        GgufHeader.Tensor last = header.tensors().getLast();
        assertThat(header.dataOffset() + last.offset() + last.bytes()).isEqualTo(Files.size(file));
    }

    @Test
    void everyTruncationIsNoticed() throws IOException {
        Path file = TinyQwen3Gguf.write(directory);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(3);
        for (int run = 0; run < 100; run++) {
            int length = run < 30 ? run : random.nextInt(whole.length);
            Files.write(file, Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> GgufHeader.read(file))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(InvalidModelFile.class)
                    .hasMessageContaining("tiny-qwen3.gguf");
        }
    }

    static Stream<Arguments> brokenNumbers() {
        return Stream.of(
                Arguments.of(0, 0x12345678L, 4, "does not start with 'GGUF'"),
                Arguments.of(4, 1L, 4, "version 1"),
                Arguments.of(4, 99L, 4, "version 99"),
                Arguments.of(8, Long.MAX_VALUE, 8, "tensors cannot be"),
                Arguments.of(8, -1L, 8, "18446744073709551615 tensors"),
                Arguments.of(16, 1L << 40, 8, "metadata keys cannot be"),
                Arguments.of(24, 1L << 50, 8, "a string of"));
    }

    @ParameterizedTest
    @MethodSource("brokenNumbers")
    void absurdNumbersAreNamed(int at, long value, int width, String message) throws IOException {
        Path file = TinyQwen3Gguf.write(directory);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (width == 4) {
            bytes.putInt(at, (int) value);
        } else {
            bytes.putLong(at, value);
        }
        Files.write(file, bytes.array());

        assertThatThrownBy(() -> GgufHeader.read(file))
                .isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining(message);
    }

    static Stream<Arguments> brokenModels() {
        return Stream.of(
                broken("architecture 'gpt9'", writer -> writer.text("general.architecture", "gpt9")),
                broken("block_count is 100000", writer -> writer.uint32("qwen3.block_count", 100_000)),
                broken("beyond block_count 1", writer -> writer.uint32("qwen3.block_count", 1)),
                broken("head_count is 0", writer -> writer.uint32("qwen3.attention.head_count", 0)),
                broken("not a multiple of", writer -> writer.uint32("qwen3.attention.head_count_kv", 3)),
                broken("must be equal", writer -> writer.uint32("qwen3.attention.value_length", 32)),
                broken("must be even", writer -> writer.uint32("qwen3.attention.key_length", 15)),
                broken("not one whole number", writer -> writer.text("qwen3.context_length", "many")),
                broken(
                        "token_type has 1 elements",
                        writer -> writer.array("tokenizer.ggml.token_type", 5, List.of(1L))),
                broken("eos_token_id is not one of", writer -> writer.uint32("tokenizer.ggml.eos_token_id", 100_000)),
                broken("tokens is missing", writer -> writer.text("tokenizer.ggml.tokens", "none")),
                broken("not two pieces", writer -> writer.array("tokenizer.ggml.merges", 8, List.of("ab"))));
    }

    private static Arguments broken(String message, Consumer<GgufWriter> change) {
        return Arguments.of(message, change);
    }

    @ParameterizedTest
    @MethodSource("brokenModels")
    void valuesThatNativeCodeWouldDieOfAreRefused(String message, Consumer<GgufWriter> change) throws IOException {
        Path file = directory.resolve("broken.gguf");
        GgufWriter writer = TinyQwen3Gguf.writer(512, 1);
        change.accept(writer);
        writer.write(file);

        GgufHeader header = GgufHeader.read(file);

        assertThatThrownBy(() -> GgufCheck.check(header))
                .isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining(message);
    }

    @Test
    void aTensorBeyondTheEndIsNamed() throws IOException {
        Path file = directory.resolve("short.gguf");
        TinyQwen3Gguf.writer(512, 1)
                .tensor("blk.0.extra.weight", TensorType.F32, List.of(1000L), 64, () -> ByteBuffer.allocate(64))
                .write(file);

        assertThatThrownBy(() -> GgufHeader.read(file))
                .isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("blk.0.extra.weight")
                .hasMessageContaining("cut short");
    }

    @Test
    void rowsThatAreNoWholeBlocksAreRefused() throws IOException {
        Path file = directory.resolve("rows.gguf");
        TinyQwen3Gguf.writer(512, 1)
                .tensor("blk.0.extra.weight", TensorType.Q8_0, List.of(33L), 64, () -> ByteBuffer.allocate(64))
                .write(file);

        assertThatThrownBy(() -> GgufHeader.read(file)).hasMessageContaining("multiple of 32");
        assertThatCode(() -> GgufCheck.readModel(TinyQwen3Gguf.write(directory)))
                .doesNotThrowAnyException();
    }
}
