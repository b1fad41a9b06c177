package io.compuerta.engine.llama;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.Embedding;
import io.compuerta.engine.EmbeddingModel;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.embed.PoolSettings;
import io.compuerta.engine.embed.SentencePool;
import io.compuerta.engine.model.EmbeddingFile;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Embeddings by a GGUF model in this process. One thread owns the native model, which may compute with several. */
public final class LlamaEmbedder implements Embedder {

    private static final Logger LOG = LoggerFactory.getLogger(LlamaEmbedder.class);

    /** llama.cpp's tokenizers recurse over long runs of text. */
    private static final long STACK_BYTES = 64L << 20;

    private final SentencePool pool;
    private final Consumer<String> onNativeFailure;
    private final Thread onExit = new Thread(this::close, "embedder-exit");

    private LlamaEmbedder(SentencePool pool) {
        this.pool = pool;
        this.onNativeFailure = pool::breakDown;
    }

    /**
     * Returns at once; the model is loaded when it is first used.
     *
     * @param library   asked when the model is loaded
     * @param maxTokens of a text, at least 16; cut to what the model was trained for
     * @param threads   of the computation, 1 to 512
     * @param queue     calls that may be under way at the same time; more are refused
     * @throws IllegalArgumentException naming a value out of range
     */
    public static LlamaEmbedder open(
            Supplier<LlamaLibrary> library, EmbeddingFile file, int maxTokens, int threads, int queue) {
        require("maxTokens", maxTokens, SentenceContext.SEQUENCES, 1 << 20);
        require("threads", threads, 1, 512);
        if (!file.made()) {
            LOG.warn(
                    "{} is a chat model: its embeddings are the vectors of each text's last token, which tell less than those"
                            + " of a model made for it",
                    file.name());
        }
        int tokens = Math.min(maxTokens, file.trainedTokens());
        EmbeddingModel description =
                new EmbeddingModel(file.name(), file.dimension(), file.shortestDimension(), tokens, file.fingerprint());
        LlamaEmbedder embedder =
                new LlamaEmbedder(new SentencePool(new PoolSettings(1, queue, STACK_BYTES), description, () -> {
                    LlamaSentences model = LlamaSentences.load(library.get(), file, tokens, threads);
                    LOG.info(
                            "embedding model {} is ready: {} numbers, {} tokens, pooling {}",
                            file.name(),
                            file.dimension(),
                            tokens,
                            file.pooling());
                    return model;
                }));
        NativeFailure.listen(embedder.onNativeFailure);
        // Native code must not be running when the process tears its libraries down.
        Runtime.getRuntime().addShutdownHook(embedder.onExit);
        return embedder;
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + "; " + least + " to " + most + " is allowed");
        }
    }

    @Override
    public EmbeddingModel model() {
        return pool.model();
    }

    @Override
    public Mono<List<Embedding>> embed(List<String> texts, Duration deadline) {
        return pool.embed(texts, deadline);
    }

    @Override
    public void warmUp() {
        pool.warmUp();
    }

    @Override
    public EngineHealth health() {
        return pool.health();
    }

    @Override
    public void close() {
        NativeFailure.forget(onNativeFailure);
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException exiting) {
            LOG.debug("the process is ending already");
        }
        String dead = NativeFailure.message();
        if (dead == null) {
            pool.close();
        } else {
            // Its thread sleeps inside native code for ever.
            pool.breakDown(dead);
        }
    }
}
