package io.compuerta.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checking and removing what is in the store, and what it says of a model. */
class StoreUpkeepTest {

    @TempDir
    private Path data;

    @TempDir
    private Path elsewhere;

    private ModelStore store;
    private StoredModel model;

    @BeforeEach
    void pull() {
        store = new ModelStore(data, URI.create("http://127.0.0.1:9/"));
        Path file = TinyQwen3Gguf.write(elsewhere);
        store.pull(PullSource.parse("file:" + file, null), PullProgress.SILENT);
        model = store.named("tiny-qwen3").orElseThrow();
    }

    private Verification verify() {
        return store.verify(model).getFirst();
    }

    @Test
    void changedBytesAreFoundThoughTheHeaderIsSound() throws IOException {
        assertThat(verify().outcome()).isEqualTo(Verification.Outcome.SOUND);

        try (RandomAccessFile file = new RandomAccessFile(model.file().toFile(), "rw")) {
            file.seek(file.length() - 1);
            file.write(file.read() ^ 1);
        }

        assertThat(verify().isDamaged()).isTrue();
        assertThat(verify().detail()).contains("have changed");
    }

    @Test
    void aFilePutThereByHandHasNoChecksumToCompareWith() throws IOException {
        Files.delete(PullRecord.fileOf(model.file()));

        assertThat(verify().outcome()).isEqualTo(Verification.Outcome.UNRECORDED);
        assertThat(verify().sha256())
                .hasValueSatisfying(sha256 -> assertThat(sha256).hasSize(64));
    }

    @Test
    void aModelThatServesIsNotRemoved() throws Exception {
        try (AutoCloseable _ = store.use(model);
                AutoCloseable _ = store.use(model)) {
            assertThat(store.isInUse(model)).isTrue();
            assertThatThrownBy(() -> store.remove(model)).hasMessageContaining("serves from tiny-qwen3");
            assertThat(model.file()).exists();
        }
        assertThat(store.isInUse(model)).isFalse();

        store.remove(model);

        assertThat(store.list()).isEmpty();
        try (var left = Files.list(store.directory())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void itTellsWhatTheHeaderSays() {
        ModelFacts facts = model.facts();

        assertThat(facts.quantization()).isEqualTo("F32");
        assertThat(facts.contextTokens()).isEqualTo(TinyQwen3Gguf.CONTEXT_TOKENS);
        assertThat(facts.licence()).isEqualTo("not stated");
        assertThat(facts.template()).isEqualTo("none");
        // 2 blocks x 2 key heads x (16 + 16) numbers of 2 bytes.
        assertThat(facts.memory().cacheBytesPerToken()).isEqualTo(256);
        assertThat(facts.memory().bytes(2, 100) - facts.memory().bytes(1, 100)).isEqualTo(25_600);
        assertThat(facts.parameters()).isBetween(80_000L, 200_000L);
    }

    @Test
    void sourcesAreReadAsTheyAreWritten() {
        assertThat(PullSource.parse("hf:Qwen/Q/a/b.gguf@v1", null))
                .isEqualTo(new PullSource.HuggingFace(new ModelSource("Qwen/Q", "v1", "a/b.gguf", null)));
        assertThat(PullSource.parse("Qwen/Q/b.gguf", null).inWords()).isEqualTo("hf:Qwen/Q/b.gguf");
        assertThat(PullSource.parse("modelscope:Qwen/Q/b.gguf", null).inWords()).isEqualTo("modelscope:Qwen/Q/b.gguf");
        assertThat(PullSource.parse("https://x.example/d/b.gguf?token=secret", null)
                        .inWords())
                .isEqualTo("https://x.example/d/b.gguf");
        assertThat(PullSource.parse("starter", null)).isEqualTo(new PullSource.Starter());
        for (String wrong : new String[] {"qwen9", "hf:Qwen/Q", "https://x.example/page.html", "file:x.bin", ""}) {
            assertThatThrownBy(() -> PullSource.parse(wrong, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("hf:OWNER/REPO/FILE.gguf")
                    .hasMessageContaining("Qwen3-1.7B-Q8_0");
        }
        assertThatThrownBy(() -> PullSource.parse("starter", "xyz")).hasMessageContaining("64");
    }
}
