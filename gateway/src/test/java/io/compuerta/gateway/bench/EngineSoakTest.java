package io.compuerta.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.llama.LlamaChatEngine;
import io.compuerta.engine.llama.LlamaSettings;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** A short soak of the engine, and whether a soak would notice. */
@Timeout(120)
final class EngineSoakTest {

    private static final int CLIENTS = 32;

    @TempDir
    private Path directory;

    private static BooleanSupplier times(int repeats) {
        AtomicInteger left = new AtomicInteger(repeats);
        return () -> left.getAndDecrement() > 0;
    }

    private EngineSoak.Report soak(int realSlots, UnaryOperator<Flux<EngineEvent>> spoiled) {
        LlamaSettings settings = new LlamaSettings("tiny", false, 2048, realSlots, 1, 64, 64);
        try (ChatEngine engine =
                LlamaChatEngine.open(NativeLibrary.require(), TinyQwen3Gguf.write(directory, 2048, 7), settings)) {
            return new EngineSoak(new Spoiled(engine, spoiled), CLIENTS, 8, 5, 1).run(times(CLIENTS));
        }
    }

    /** An engine whose answers are changed on their way. */
    private record Spoiled(ChatEngine engine, UnaryOperator<Flux<EngineEvent>> way) implements ChatEngine {
        @Override
        public Flux<EngineEvent> generate(GenerationRequest request) {
            return way.apply(engine.generate(request));
        }

        @Override
        public EngineHealth health() {
            return engine.health();
        }

        @Override
        public EngineStatistics statistics() {
            return engine.statistics();
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    @Test
    void nothingIsLostAndNoSlotLeaks() {
        EngineSoak.Report report = soak(8, answer -> answer);

        assertThat(report.errors()).isZero();
        assertThat(report.lost()).isZero();
        assertThat(report.leaked()).isZero();
        assertThat(report.answered() + report.cancelled()).isEqualTo(2 * CLIENTS);
        assertThat(report.cancelled()).isBetween(5L, 45L);
        assertThat(report.passed()).isTrue();
    }

    @Test
    void aMissingSlotIsNoticed() {
        assertThat(soak(7, answer -> answer).leaked()).isPositive();
    }

    @Test
    void anAnswerWithoutAnEndIsLost() {
        EngineSoak.Report report = soak(8, answer -> answer.filter(EngineEvent.Text.class::isInstance));

        assertThat(report.lost()).isPositive();
        assertThat(report.passed()).isFalse();
    }

    @Test
    void aFailureIsAnError() {
        EngineSoak.Report report =
                soak(8, answer -> answer.concatWith(Flux.error(new EngineException.Unavailable("spoiled"))));

        assertThat(report.errors()).isPositive();
        assertThat(report.passed()).isFalse();
    }
}
