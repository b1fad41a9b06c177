package io.compuerta.engine.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.Embedding;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DjlEmbedderTest {

    private static final Duration AMPLE = Duration.ofMinutes(1);

    @Test
    void twoHundredTextsGetTheVectorsTheyGetAlone() throws IOException {
        List<String> texts = MiniLmTest.sentences(200);
        List<Embedding> together;
        try (Embedder embedder = DjlEmbedder.open(new EmbedderSettings(MiniLmTest.NATIVES, 2, 8))) {
            together = embedder.embed(texts, AMPLE).block();
        }

        try (MiniLm model = MiniLm.load(MiniLmTest.NATIVES)) {
            assertThat(together).hasSize(200);
            for (int i : new int[] {0, 1, 57, 199}) {
                assertThat(together.get(i)).isEqualTo(model.embed(texts.get(i)));
            }
        }
    }

    @Test
    void isReadyOnceItWasUsed() {
        Embedder embedder = DjlEmbedder.open(new EmbedderSettings(MiniLmTest.NATIVES, 1, 8));
        assertThat(embedder.health()).isInstanceOf(EngineHealth.Preparing.class);

        embedder.embed(List.of("x"), AMPLE).block();

        assertThat(embedder.health()).isEqualTo(new EngineHealth.Ready("all-minilm-l6-v2", 256, false));
        embedder.close();
        assertThat(embedder.health()).isInstanceOf(EngineHealth.Unavailable.class);
        assertThatThrownBy(() -> embedder.embed(List.of("x"), AMPLE).block())
                .isInstanceOf(EngineException.Unavailable.class)
                .hasMessageContaining("closed");
        embedder.close();
    }

    @Test
    void loadsInAProcessWithALongCommandLine() throws IOException, InterruptedException {
        ChildJvm child = ChildJvm.run(EmbedOnce.class, MiniLmTest.NATIVES.toString(), "x".repeat(50_000));

        assertThat(child.exitCode()).describedAs(child.output()).isZero();
        assertThat(child.output()).contains("384 numbers");
    }

    /** Embeds one text in a process of its own. */
    static final class EmbedOnce {

        private EmbedOnce() {}

        public static void main(String[] arguments) {
            try (Embedder embedder = DjlEmbedder.open(new EmbedderSettings(Path.of(arguments[0]), 1, 1))) {
                List<Embedding> embeddings =
                        embedder.embed(List.of("x"), AMPLE).blockOptional().orElseThrow();
                System.out.println(embeddings.getFirst().vector().length + " numbers");
            }
        }
    }
}
