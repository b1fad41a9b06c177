package io.compuerta.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EngineBenchCommandTest {

    @TempDir
    private Path directory;

    @Test
    void measuresTheNamedModelAloneAndInParallelForPrograms() {
        NativeLibrary.requireBundled();
        Path model = TinyQwen3Gguf.write(directory, 2048, 3);

        var outcome = Commands.run(
                directory,
                "engine",
                "bench",
                "--json",
                "--tokens",
                "6",
                "--rounds",
                "1",
                "--parallel",
                "2,1",
                "--model",
                model.toString());

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        JsonNode report = JsonMapper.shared().readTree(outcome.out());
        assertThat(report.path("model").asString()).isEqualTo("tiny-qwen3");
        assertThat(report.path("threads").asInt()).isPositive();
        assertThat(report.path("runs")).hasSize(2);
        for (JsonNode run : report.path("runs")) {
            assertThat(run.path("parallel").asInt()).isIn(1, 2);
            assertThat(run.path("prefill_tokens_per_s").asDouble()).isPositive();
            assertThat(run.path("ttft_ms_p95").asDouble())
                    .isGreaterThanOrEqualTo(run.path("ttft_ms_p50").asDouble());
            assertThat(run.path("rss_mb").asLong()).isPositive();
            assertThat(run.path("identical").asBoolean()).isTrue();
            assertThat(run.path("decode_tokens_per_s").asDouble()).isPositive();
            for (String comparison : List.of("native_prefill", "native_decode")) {
                JsonNode library = run.path(comparison);
                assertThat(library.path("tokens_per_s").asDouble()).isPositive();
                assertThat(library.path("share").asDouble())
                        .isBetween(
                                library.path("share_least").asDouble(),
                                library.path("share_most").asDouble());
            }
        }
    }

    @Test
    void aMissingModelIsNamed() {
        var outcome = Commands.run(directory, "engine", "bench", "--model", "nowhere.gguf");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("nowhere.gguf");
    }

    @Test
    void aNumberOutOfRangeIsUsage() {
        var outcome = Commands.run(directory, "engine", "bench", "--parallel", "0");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--parallel", "1 to 64");
    }
}
