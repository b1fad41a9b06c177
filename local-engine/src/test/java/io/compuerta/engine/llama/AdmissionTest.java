package io.compuerta.engine.llama;

import static io.compuerta.engine.testing.Answers.ask;
import static io.compuerta.engine.testing.Answers.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

@Timeout(60)
class AdmissionTest {

    @TempDir
    private Path directory;

    private LlamaChatEngine open(Duration limit) {
        return LlamaChatEngine.open(
                NativeLibrary.require(),
                TinyQwen3Gguf.write(directory, 1024, 7),
                new LlamaSettings("tiny", false, 1024, 1, 1, 16, 64).withFirstTokenLimit(limit));
    }

    @Test
    void aFirstTokenThatWouldComeTooLateIsRefusedWithAHint() {
        try (LlamaChatEngine strict = open(Duration.ofNanos(1))) {
            assertThat(textOf(strict, ask("nothing is known yet", 5))).isNotEmpty();

            StepVerifier.create(strict.generate(ask("now it is", 5)))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOfSatisfying(
                                    EngineException.Overloaded.class,
                                    late -> assertThat(late.retryAfter()).isPositive()))
                    .verify();
            assertThat(strict.statistics().inFlight()).isZero();
        }
    }

    @Test
    void withinTheLimitNobodyIsRefused() {
        try (LlamaChatEngine patient = open(Duration.ofHours(1))) {
            for (int each = 0; each < 3; each++) {
                assertThat(textOf(patient, ask("again", 5))).isNotEmpty();
            }
        }
    }
}
