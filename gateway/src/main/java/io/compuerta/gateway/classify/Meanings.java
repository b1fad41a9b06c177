package io.compuerta.gateway.classify;

import io.compuerta.engine.Embedder;
import io.compuerta.policy.signal.complexity.ComplexityDraft;
import io.compuerta.policy.signal.complexity.Meaning;
import java.util.List;
import java.util.concurrent.Semaphore;
import reactor.core.publisher.Mono;

/**
 * Finds out what a question means, when that may change how complex it is judged. A comfort: whatever goes wrong, the
 * question keeps the score of its surface. Thread-safe.
 */
final class Meanings {

    private final Embedder embedder;
    private final MeaningSettings settings;
    private final Runnable missed;
    private final Semaphore room;

    /** @param missed told each time that a question should have been embedded and was not */
    Meanings(Embedder embedder, MeaningSettings settings, Runnable missed) {
        this.embedder = embedder;
        this.settings = settings;
        this.missed = missed;
        this.room = new Semaphore(settings.atOnce());
    }

    /**
     * The question's meaning; empty when it is not needed, or not to be had in time.
     *
     * @param threshold the complexity that parts the easy from the hard now
     */
    Mono<Meaning> of(String question, ComplexityDraft draft, double threshold) {
        if (!settings.enabled() || !draft.isOpen(threshold)) {
            return Mono.empty();
        }
        return Mono.defer(() -> {
            if (!room.tryAcquire()) {
                missed.run();
                return Mono.empty();
            }
            return embedder.embed(List.of(question), settings.deadline())
                    .map(embeddings -> new Meaning(embeddings.getFirst().vector()))
                    .doFinally(signal -> room.release())
                    .onErrorResume(e -> {
                        missed.run();
                        return Mono.empty();
                    });
        });
    }
}
