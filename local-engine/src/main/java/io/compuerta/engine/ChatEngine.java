package io.compuerta.engine;

import java.util.List;
import reactor.core.publisher.Flux;

/** A language model that runs inside this machine. Implementations are thread-safe. */
public interface ChatEngine extends AutoCloseable {

    /**
     * Generates an answer. Work starts on subscription, on the engine's own threads, and tokens are produced only as
     * the subscriber asks for them. Cancelling frees the native resources at once.
     *
     * @return thoughts, text and tool calls, then exactly one {@link EngineEvent.Finished}; or one of the
     *     {@link EngineException}s
     */
    Flux<EngineEvent> generate(GenerationRequest request);

    /** What the engine can do now. Never blocks. */
    EngineHealth health();

    /**
     * What {@link GenerationRequest#model} may name, as {@code name} or {@code name:adapter}; the engine's own model
     * first. Never blocks.
     */
    default List<String> models() {
        return health() instanceof EngineHealth.Ready ready ? List.of(ready.model()) : List.of();
    }

    /** {@link #models()} without those that are another one with an adapter. Never blocks. */
    default List<String> plainModels() {
        List<String> all = models();
        return all.stream()
                .filter(name -> name.indexOf(':') < 0 || !all.contains(name.substring(0, name.indexOf(':'))))
                .toList();
    }

    /** How the engine's own model stands, for metrics: a snapshot. Never blocks. */
    EngineStatistics statistics();

    /**
     * How one of {@link #plainModels()} stands; one that is not in memory has totals and nothing else. Never blocks.
     */
    default EngineStatistics statistics(String model) {
        return statistics();
    }

    /** Stops generating, frees the model; running answers end with {@link EngineException.Unavailable}. Idempotent. */
    @Override
    void close();
}
