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

    /** How it stands, for metrics: a snapshot. Never blocks. */
    EngineStatistics statistics();

    /** Stops generating, frees the model; running answers end with {@link EngineException.Unavailable}. Idempotent. */
    @Override
    void close();
}
