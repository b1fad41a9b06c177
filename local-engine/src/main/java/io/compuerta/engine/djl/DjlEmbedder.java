package io.compuerta.engine.djl;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.embed.PoolSettings;
import io.compuerta.engine.embed.SentencePool;

/** The sentence model in the jar. */
public final class DjlEmbedder {

    /**
     * ONNX Runtime matches a pattern against the process's command line while it loads, and recurses over each character:
     * on a thread of a megabyte, a command line of four kilobytes ends the process. Memory is taken only as it is used.
     */
    private static final long STACK_BYTES = 64L << 20;

    private DjlEmbedder() {}

    /** Returns at once; nothing is loaded yet. */
    public static Embedder open(EmbedderSettings settings) {
        return new SentencePool(
                new PoolSettings(settings.threads(), settings.queueCapacity(), STACK_BYTES),
                MiniLm.DESCRIPTION,
                () -> MiniLm.load(settings.nativeDirectory()));
    }
}
