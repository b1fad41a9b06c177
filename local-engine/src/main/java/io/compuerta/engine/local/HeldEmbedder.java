package io.compuerta.engine.local;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.Embedding;
import io.compuerta.engine.EmbeddingModel;
import io.compuerta.engine.EngineHealth;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** An embedder and the lock on its model's file, given back together. */
record HeldEmbedder(Embedder embedder, AutoCloseable lock) implements Embedder {

    @Override
    public EmbeddingModel model() {
        return embedder.model();
    }

    @Override
    public Mono<List<Embedding>> embed(List<String> texts, Duration deadline) {
        return embedder.embed(texts, deadline);
    }

    @Override
    public void warmUp() {
        embedder.warmUp();
    }

    @Override
    public EngineHealth health() {
        return embedder.health();
    }

    @Override
    public void close() {
        embedder.close();
        HeldEngine.letGo(lock);
    }
}
