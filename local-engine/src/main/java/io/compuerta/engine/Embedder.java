package io.compuerta.engine;

import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Turns texts into vectors whose angle tells how close the texts are in meaning. Runs inside this machine.
 * Implementations are thread-safe and never block a caller.
 */
public interface Embedder extends AutoCloseable {

    /** What the vectors are. Known before the model is loaded. */
    EmbeddingModel model();

    /**
     * Embeds texts. The vector of a text does not depend on the others it comes with. The first call loads the model,
     * on the embedder's own threads, and the deadline runs meanwhile. Cancelling drops the texts that are not done.
     *
     * @param texts    any number, each of any length, the empty one included
     * @param deadline for all of them together
     * @return one embedding a text, in order; {@link java.util.concurrent.TimeoutException} when the deadline passed,
     *     {@link EngineException.Overloaded} when too many wait, {@link EngineException.Unavailable} when there is no
     *     model
     */
    Mono<List<Embedding>> embed(List<String> texts, Duration deadline);

    /** Begins to load the model in the background, so that the first call need not wait for it. Returns at once. */
    void warmUp();

    /** Whether it can answer now. Never blocks. */
    EngineHealth health();

    /** Gives the model back; calls under way end with {@link EngineException.Unavailable}. Idempotent. */
    @Override
    void close();
}
