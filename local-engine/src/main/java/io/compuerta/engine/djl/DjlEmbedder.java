package io.compuerta.engine.djl;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.embed.PoolSettings;
import io.compuerta.engine.embed.SentencePool;

/** The sentence model in the jar. */
public final class DjlEmbedder {

    private DjlEmbedder() {}

    /** Returns at once; nothing is loaded yet. */
    public static Embedder open(EmbedderSettings settings) {
        return new SentencePool(
                new PoolSettings(settings.threads(), settings.queueCapacity(), 0),
                MiniLm.DESCRIPTION,
                () -> MiniLm.load(settings.nativeDirectory()));
    }
}
