package io.compuerta.engine.worker;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineEvent.FinishReason;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;

/** What a worker runs in tests: an engine without a model that does what the last message says. */
public final class ObedientProgram implements WorkerProgram {

    @Override
    public ChatEngine open(String configuration) {
        if (configuration.equals("die at once")) {
            Runtime.getRuntime().halt(42);
        }
        return new Obedient();
    }

    private static final class Obedient implements ChatEngine {
        private final AtomicLong tokens = new AtomicLong();
        private volatile boolean broken;

        @Override
        public Flux<EngineEvent> generate(GenerationRequest request) {
            return switch (request.messages().getLast().content()) {
                case "stand still" -> Flux.never();
                case "one word, then stand still" -> Flux.concat(Flux.just(word()), Flux.never());
                case "break" -> {
                    broken = true;
                    yield Flux.never();
                }
                case "die" -> {
                    Runtime.getRuntime().halt(42);
                    yield Flux.never();
                }
                case "throw" -> throw new IllegalStateException("a secret");
                default ->
                    Flux.range(0, request.maxTokens())
                            .map(index -> word())
                            .concatWith(
                                    Flux.just(new EngineEvent.Finished(FinishReason.LENGTH, 1, request.maxTokens())));
            };
        }

        private EngineEvent word() {
            return new EngineEvent.Text("word " + tokens.incrementAndGet());
        }

        @Override
        public EngineHealth health() {
            return broken ? new EngineHealth.Unavailable("broken") : new EngineHealth.Ready("obedient", 100, false);
        }

        @Override
        public EngineStatistics statistics() {
            return new EngineStatistics(1, 0, 0, 0, 0, 0, tokens.get(), 0, 0, 0, 0, 0, 0, 0);
        }

        @Override
        public void close() {}
    }
}
