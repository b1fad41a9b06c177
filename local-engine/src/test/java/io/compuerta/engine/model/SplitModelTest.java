package io.compuerta.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.testing.SplitGguf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitModelTest {

    @TempDir
    private Path data;

    @TempDir
    private Path elsewhere;

    private List<Path> parts;

    @BeforeEach
    void write() throws IOException {
        parts = SplitGguf.write(elsewhere, 3);
    }

    private ModelStore store(ModelServer server) {
        return new ModelStore(
                data,
                ModelStoreTest.settings(
                        server, Duration.ofSeconds(60), List.of("no-such-python"), StarterPackage.SMOLLM2));
    }

    @Test
    void itIsPulledWholeAndListedAsOne() throws IOException {
        try (ModelServer server = new ModelServer(new byte[0], "stated")) {
            for (Path part : parts) {
                server.put(part.getFileName().toString(), Files.readAllBytes(part));
            }
            PullSource anyPart = PullSource.parse("hf:Qwen/Tiny/" + parts.get(1).getFileName(), null);

            PullResult result = store(server).pull(anyPart, PullProgress.SILENT);

            assertThat(result).isInstanceOfSatisfying(PullResult.Pulled.class, pulled -> {
                assertThat(pulled.verified()).isTrue();
                assertThat(pulled.model().name()).isEqualTo("tiny-split");
                assertThat(pulled.model().parts()).hasSize(3).allMatch(Files::exists);
                assertThat(pulled.model().bytes()).isEqualTo(sizes());
            });
            assertThat(store(server).list()).hasSize(1);
            assertThat(store(server).verify(store(server).list().getFirst()))
                    .extracting(Verification::outcome)
                    .containsOnly(Verification.Outcome.SOUND)
                    .hasSize(3);
        }
    }

    private long sizes() {
        return parts.stream().mapToLong(part -> part.toFile().length()).sum();
    }

    @Test
    void aMissingPartIsNamed() throws IOException {
        Files.delete(parts.get(2));

        assertThatThrownBy(() -> GgufCheck.readModel(parts.getFirst()))
                .isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("tiny-split-00003-of-00003.gguf is missing")
                .hasMessageContaining("pull it again");
    }

    @Test
    void aLaterPartIsNotAModel() {
        assertThatThrownBy(() -> GgufCheck.readModel(parts.get(1)))
                .isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("part 2 of 3")
                .hasMessageContaining("00001-of-00003");
    }

    @Test
    void partsOfAnotherModelAreNoticed() throws IOException {
        Files.copy(parts.get(1), parts.get(2), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> GgufCheck.readModel(parts.getFirst())).hasMessageContaining("is not part 3 of 3");
    }

    @Test
    void namesOfParts() {
        assertThat(SplitModel.partNames("m-00002-of-00003.gguf"))
                .containsExactly("m-00001-of-00003.gguf", "m-00002-of-00003.gguf", "m-00003-of-00003.gguf");
        assertThat(SplitModel.partNames("m.gguf")).containsExactly("m.gguf");
        assertThat(SplitModel.partNames("m-00001-of-99999.gguf")).hasSize(1);
        assertThat(SplitModel.modelName("m-00001-of-00003.gguf")).isEqualTo("m");
    }
}
