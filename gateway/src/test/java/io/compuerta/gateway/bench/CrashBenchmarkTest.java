package io.compuerta.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short form of {@code compuerta bench crash}: the whole gateway, its worker, and kills by turns. */
class CrashBenchmarkTest {

    @TempDir
    Path folder;

    @Test
    void theGatewayAnswersThroughoutAndEveryRequestHasAnEnd() {
        NativeLibrary.requireBundled();
        Path model = TinyQwen3Gguf.write(folder);

        CrashBenchmark.Report report = new CrashBenchmark(model, 4, 4, Duration.ofMillis(500)).run(words -> {});

        assertThat(report.kills()).isEqualTo(4);
        assertThat(report.answered()).isPositive();
        assertThat(report.lost()).isZero();
        assertThat(report.probes()).isPositive();
        assertThat(report.missed()).isZero();
        assertThat(report.orphans()).isZero();
        assertThat(report.passed()).isTrue();
    }
}
