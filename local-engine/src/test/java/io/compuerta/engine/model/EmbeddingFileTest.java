package io.compuerta.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.testing.GgufWriter;
import io.compuerta.engine.testing.TinyBertGguf;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EmbeddingFileTest {

    @TempDir
    private Path directory;

    @Test
    void aChatModelEmbedsByItsLastToken() throws IOException {
        EmbeddingFile file = qwen(writer -> {});

        assertThat(file.name()).isEqualTo("model");
        assertThat(file.pooling()).isEqualTo(Pooling.LAST);
        assertThat(file.made()).isFalse();
        assertThat(file.encoder()).isFalse();
        assertThat(file.dimension()).isEqualTo(64);
        assertThat(file.shortestDimension()).isEqualTo(64);
        assertThat(file.trainedTokens()).isEqualTo(512);
    }

    @Test
    void aQwen3EmbeddingModelMayBeCut() throws IOException {
        EmbeddingFile file = qwen(
                writer -> writer.text("general.name", "Qwen3 Embedding 0.6b").uint32("qwen3.pooling_type", 3));

        assertThat(file.made()).isTrue();
        assertThat(file.shortestDimension()).isEqualTo(32);
    }

    @Test
    void aBertPoolsAsItsFileSaysElseByTheMean() throws IOException {
        assertThat(bert(writer -> {}).pooling()).isEqualTo(Pooling.MEAN);
        assertThat(bert(writer -> writer.uint32("bert.pooling_type", 2)).pooling())
                .isEqualTo(Pooling.CLS);
        EmbeddingFile silent = bert(writer -> writer.remove("bert.pooling_type"));
        assertThat(silent.pooling()).isEqualTo(Pooling.MEAN);
        assertThat(silent.made()).isTrue();
        assertThat(silent.encoder()).isTrue();
    }

    @Test
    void theFingerprintFollowsTheWeights() throws IOException {
        String one = bert(writer -> {}).fingerprint();

        assertThat(bert(writer -> {}).fingerprint()).isEqualTo(one).matches("[0-9a-f]{64}");
        TinyBertGguf.writer(8).write(directory.resolve("other.gguf"));
        assertThat(EmbeddingFile.read(directory.resolve("other.gguf")).fingerprint())
                .isNotEqualTo(one);
    }

    static Stream<Arguments> deadlyBerts() {
        return Stream.of(
                broken("embedding_length_out is 128", writer -> writer.uint32("bert.embedding_length_out", 128)),
                broken("reranking", writer -> writer.uint32("bert.pooling_type", 4)),
                broken("pooling_type is 9", writer -> writer.uint32("bert.pooling_type", 9)),
                broken(
                        "is not embedding_length 64",
                        writer ->
                                writer.uint32("bert.attention.key_length", 8).uint32("bert.attention.value_length", 8)),
                broken("block_count is 100000", writer -> writer.uint32("bert.block_count", 100_000)),
                broken("beginning, end and unknown", writer -> writer.remove("tokenizer.ggml.unknown_token_id")),
                broken("bos_token_id is not one of", writer -> writer.uint32("tokenizer.ggml.bos_token_id", 5_000)),
                broken("not gpt2, nor llama", writer -> writer.text("tokenizer.ggml.model", "t5")),
                broken("architecture 'modern-bert'", writer -> writer.text("general.architecture", "modern-bert")),
                broken(
                        "beyond block_count",
                        writer -> writer.tensor(
                                "blk.7.odd.weight", TensorType.F16, List.of(32L, 2L), ByteBuffer.allocate(128))));
    }

    static Stream<Arguments> deadlyQwens() {
        return Stream.of(
                broken("embedding_length_out is 32", writer -> writer.uint32("qwen3.embedding_length_out", 32)),
                broken("only 3 (the last token)", writer -> writer.uint32("qwen3.pooling_type", 1)),
                broken("reranking", writer -> writer.uint32("qwen3.pooling_type", 4)),
                broken("attention.causal must be true", writer -> writer.bool("qwen3.attention.causal", false)));
    }

    private static Arguments broken(String message, Consumer<GgufWriter> change) {
        return Arguments.of(message, change);
    }

    @ParameterizedTest
    @MethodSource("deadlyBerts")
    void whatNativeCodeWouldDieOfIsRefused(String message, Consumer<GgufWriter> change) {
        assertThatThrownBy(() -> bert(change))
                .isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("model.gguf")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @MethodSource("deadlyQwens")
    void soIsWhatCannotBeReadOutOfAChatModel(String message, Consumer<GgufWriter> change) {
        assertThatThrownBy(() -> qwen(change))
                .isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsNoModelIsRefused() throws IOException {
        Path text = Files.writeString(directory.resolve("notes.gguf"), "this is not a model at all, just words");
        Path adapter = TinyQwen3Gguf.writeAdapter(directory, "adapter", 1);

        assertThatThrownBy(() -> EmbeddingFile.read(text)).hasMessageContaining("not a GGUF file");
        assertThatThrownBy(() -> EmbeddingFile.read(adapter)).isInstanceOf(InvalidModelFile.class);
    }

    @Test
    void modelsForEmbeddingsAreStoredButDoNotChat() throws IOException {
        ModelStore store = new ModelStore(directory, URI.create("http://127.0.0.1:9/"));
        Path models = Files.createDirectories(store.directory());
        TinyBertGguf.write(models);
        TinyQwen3Gguf.writer(512, 1).uint32("qwen3.pooling_type", 3).write(models.resolve("a-qwen-that-embeds.gguf"));

        assertThat(store.find(null, ModelSource.DEFAULT)).isInstanceOf(ModelLookup.Missing.class);
        assertThat(store.list()).isEmpty();
        assertThat(store.inventory().problems()).isEmpty();
        assertThat(store.inventory().models()).allMatch(StoredModel::embedder).hasSize(2);
        assertThat(store.named("tiny-bert").orElseThrow().facts().memory().bytes(1, 256))
                .isPositive();
        assertThatThrownBy(() -> GgufCheck.readModel(models.resolve("tiny-bert.gguf")))
                .hasMessageContaining("architecture 'bert' is not one of");
    }

    private EmbeddingFile bert(Consumer<GgufWriter> change) throws IOException {
        return read(TinyBertGguf.writer(7), change);
    }

    private EmbeddingFile qwen(Consumer<GgufWriter> change) throws IOException {
        return read(TinyQwen3Gguf.writer(512, 1), change);
    }

    private EmbeddingFile read(GgufWriter writer, Consumer<GgufWriter> change) throws IOException {
        change.accept(writer);
        Path file = directory.resolve("model.gguf");
        writer.write(file);
        return EmbeddingFile.read(file);
    }
}
