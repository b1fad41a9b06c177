package io.compuerta.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.model.ModelSource;
import io.compuerta.engine.model.ModelStore;
import io.compuerta.engine.model.StoredModel;
import io.compuerta.engine.testing.TinyBertGguf;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedderFactoryTest {

    @TempDir
    private Path data;

    @Test
    void aNameIsLookedForInTheStoreAndKeptThereWhileItIsOpen() throws IOException {
        ModelStore store = new ModelStore(data, ModelSource.HUGGING_FACE);
        TinyBertGguf.write(store.directory());
        StoredModel stored = store.named("tiny-bert").orElseThrow();

        Embedder embedder = EmbedderFactory.open(settings(Path.of("tiny-bert.gguf")));

        assertThat(embedder.model().name()).isEqualTo("tiny-bert");
        assertThat(embedder.model().dimension()).isEqualTo(64);
        assertThat(store.isInUse(stored)).isTrue();
        embedder.close();
        assertThat(store.isInUse(stored)).isFalse();
    }

    @Test
    void aPathIsTakenAsItIs() throws IOException {
        Path file = TinyBertGguf.write(data.resolve("elsewhere"));

        try (Embedder embedder = EmbedderFactory.open(settings(file))) {
            assertThat(embedder.model().maxTokens()).isEqualTo(TinyBertGguf.CONTEXT_TOKENS);
        }
    }

    @Test
    void aMissingFileIsNamedAndSoAreThePlaces() {
        assertThatThrownBy(() -> EmbedderFactory.open(settings(Path.of("nowhere.gguf"))))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("nowhere.gguf")
                .hasMessageContaining(data.resolve("models").toString());
    }

    @Test
    void aFileThatIsNoModelIsRefused() throws IOException {
        Path file = Files.writeString(data.resolve("words.gguf"), "not a model, only words about one");

        assertThatThrownBy(() -> EmbedderFactory.open(settings(file))).hasMessageContaining("not a GGUF file");
    }

    @Test
    void limitsOutOfRangeAreNamed() {
        Path file = TinyBertGguf.write(data);

        assertThatThrownBy(() -> EmbedderFactory.open(new GgufEmbedderSettings(data, file, null, 2, 1, 8)))
                .hasMessageContaining("maxTokens is 2");
        assertThatThrownBy(() -> EmbedderFactory.open(new GgufEmbedderSettings(data, file, null, 64, 0, 8)))
                .hasMessageContaining("threads is 0");
    }

    private GgufEmbedderSettings settings(Path model) {
        return new GgufEmbedderSettings(data, model, null, 512, 1, 8);
    }
}
