package io.compuerta.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelChoiceTest {

    private static final long GB = 1_000_000_000L;

    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource({
        "1, 4, Qwen2.5-0.5B-Instruct-Q4_K_M",
        "4, 1, Qwen3-0.6B-Q8_0",
        "64, 1, Qwen3-0.6B-Q8_0",
        "8, 3, Qwen3-1.7B-Q8_0",
        "16, 3, Qwen3-1.7B-Q8_0",
        "16, 4, Qwen3-4B-Q4_K_M",
        "64, 8, Qwen3-8B-Q4_K_M"
    })
    void theBestThatFitsMemoryAndCoresIsChosen(long gigabytes, int threads, String expected) {
        ModelChoice choice = ModelChoice.of(ModelCatalog.builtIn(), new Machine(gigabytes * GB, threads), 4, 4096);

        assertThat(choice.model().name()).isEqualTo(expected);
    }

    @Test
    void theReasonNamesTheNeedAndWhatTheNextWouldTake() {
        ModelCatalog catalog = ModelCatalog.builtIn();

        assertThat(ModelChoice.of(catalog, new Machine(6 * GB, 8), 4, 4096).reason())
                .isEqualTo("Qwen3-1.7B-Q8_0: needs 4.0 GB of 4.5 GB that models may take here;"
                        + " Qwen3-4B-Q4_K_M would need 5.2 GB");
        assertThat(ModelChoice.of(catalog, new Machine(64 * GB, 1), 4, 4096).reason())
                .endsWith("Qwen2.5-1.5B-Instruct-Q4_K_M would make about 6 tokens a second on 1 thread");
        assertThat(ModelChoice.of(catalog, new Machine(GB / 10, 1), 4, 4096).reason())
                .endsWith("no other needs less");
    }

    @Test
    void everyEntryOfTheCatalogueIsWhole() {
        assertThat(ModelCatalog.builtIn().models()).hasSizeGreaterThan(10).allSatisfy(model -> {
            assertThat(model.source().fileName()).endsWith(".gguf");
            assertThat(model.note()).isNotBlank();
            assertThat(model.licence()).isNotBlank();
            assertThat(model.bytes()).isGreaterThan(100_000_000L);
            assertThat(model.memory().bytes(1, 4096)).isGreaterThan(model.bytes());
            assertThat(PullSource.parse(model.name(), null)).isInstanceOf(PullSource.HuggingFace.class);
        });
        assertThat(ModelCatalog.builtIn().find("qwen3-0.6b-q8_0"))
                .hasValueSatisfying(model -> assertThat(model.source()).isEqualTo(ModelSource.DEFAULT));
    }

    @Test
    void aContainersLimitCountsMoreThanTheMachine() throws IOException {
        write("proc/meminfo", "MemTotal:       16000000 kB\nMemFree: 1 kB\n");
        assertThat(Machine.memory(root)).isEqualTo(16_384_000_000L);

        write("proc/self/cgroup", "0::/app/worker\n");
        write("sys/fs/cgroup/app/memory.max", "2000000000\n");
        write("sys/fs/cgroup/app/worker/memory.max", "max\n");
        assertThat(Machine.memory(root)).isEqualTo(2_000_000_000L);

        write("proc/self/cgroup", "5:cpu,memory:/old\n");
        write("sys/fs/cgroup/memory/old/memory.limit_in_bytes", "1000000000\n");
        assertThat(Machine.memory(root)).isEqualTo(1_000_000_000L);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }
}
