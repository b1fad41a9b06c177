package io.compuerta.engine.djl;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.Embedding;
import io.compuerta.engine.EmbeddingModel;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * The sentence model behind a small pool of threads of its own. Calls take turns text by text, so that a look-up of one
 * sentence does not wait for a document of thousands. The model is loaded when it is first needed.
 */
public final class DjlEmbedder implements Embedder {

    private static final Logger LOG = LoggerFactory.getLogger(DjlEmbedder.class);
    private static final Duration RETRY_HINT = Duration.ofSeconds(1);
    private static final long CLOSE_SECONDS = 10;
    private static final String CLOSED = "the embedder is closed";

    /** Gets the model. Blocks. */
    interface Loader {
        SentenceModel load() throws IOException;
    }

    private final EmbeddingModel description;
    private final Loader loader;
    private final ThreadPoolExecutor pool;
    private final Semaphore room;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile @Nullable SentenceModel loaded;
    private volatile @Nullable String failure;

    DjlEmbedder(EmbedderSettings settings, EmbeddingModel description, Loader loader) {
        this.description = description;
        this.loader = loader;
        this.room = new Semaphore(settings.queueCapacity());
        AtomicInteger names = new AtomicInteger();
        // Threads that are there from the start and a queue without locks: handing a call over never blocks the caller.
        this.pool = new ThreadPoolExecutor(
                settings.threads(),
                settings.threads(),
                0,
                TimeUnit.SECONDS,
                new LinkedTransferQueue<>(),
                task -> Thread.ofPlatform()
                        .name("embedder-" + names.incrementAndGet())
                        .daemon()
                        .unstarted(task));
        pool.prestartAllCoreThreads();
    }

    /** The model in the jar. Returns at once; nothing is loaded yet. */
    public static Embedder open(EmbedderSettings settings) {
        return new DjlEmbedder(settings, MiniLm.DESCRIPTION, () -> MiniLm.load(settings.nativeDirectory()));
    }

    @Override
    public EmbeddingModel model() {
        return description;
    }

    @Override
    public Mono<List<Embedding>> embed(List<String> texts, Duration deadline) {
        List<String> copy = List.copyOf(texts);
        if (copy.isEmpty()) {
            return Mono.just(List.of());
        }
        return Mono.<List<Embedding>>create(sink -> admit(copy, sink))
                .timeout(deadline)
                // What the caller does with vectors is not done on the threads that make them.
                .publishOn(Schedulers.parallel());
    }

    private void admit(List<String> texts, MonoSink<List<Embedding>> sink) {
        String broken = failure;
        if (broken != null) {
            sink.error(new EngineException.Unavailable(broken));
        } else if (!room.tryAcquire()) {
            sink.error(new EngineException.Overloaded("too many texts wait for the embedder", RETRY_HINT));
        } else {
            Call call = new Call(texts, sink);
            sink.onDispose(() -> call.dropped = true);
            call.queue();
        }
    }

    /** One call. On one thread at a time: it queues again behind the others after each text. */
    private final class Call implements Runnable {

        private final List<String> texts;
        private final List<Embedding> done;
        private final MonoSink<List<Embedding>> sink;
        private volatile boolean dropped;

        private Call(List<String> texts, MonoSink<List<Embedding>> sink) {
            this.texts = texts;
            this.done = new ArrayList<>(texts.size());
            this.sink = sink;
        }

        private void queue() {
            try {
                pool.execute(this);
            } catch (RejectedExecutionException e) {
                fail(new EngineException.Unavailable(CLOSED));
            }
        }

        @Override
        public void run() {
            if (dropped) {
                room.release();
                return;
            }
            try {
                done.add(modelOrThrow().embed(texts.get(done.size())));
            } catch (EngineException e) {
                fail(e);
                return;
            } catch (RuntimeException | LinkageError e) {
                // The class alone: a message may quote the text.
                fail(new EngineException.Unavailable(
                        "the embedding model failed: " + e.getClass().getName()));
                return;
            }
            if (done.size() < texts.size()) {
                queue();
                return;
            }
            room.release();
            sink.success(List.copyOf(done));
        }

        private void fail(EngineException why) {
            room.release();
            sink.error(why);
        }
    }

    @Override
    public void warmUp() {
        try {
            pool.execute(this::load);
        } catch (RejectedExecutionException e) {
            LOG.debug("not warmed up: {}", CLOSED);
        }
    }

    private void load() {
        try {
            var unused = modelOrThrow().embed("warm up");
        } catch (EngineException e) {
            LOG.debug("not warmed up: {}", e.getMessage());
        }
    }

    private SentenceModel modelOrThrow() {
        SentenceModel ready = loaded;
        if (ready != null) {
            return ready;
        }
        loading.lock();
        try {
            if (loaded == null && failure == null) {
                loaded = loader.load();
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            failure = "the embedding model " + description.name() + " cannot be loaded: " + e.getMessage();
            LOG.warn("embeddings are unavailable: {}", failure, e);
        } finally {
            loading.unlock();
        }
        ready = loaded;
        if (ready == null) {
            throw new EngineException.Unavailable(String.valueOf(failure));
        }
        return ready;
    }

    @Override
    public EngineHealth health() {
        if (pool.isShutdown()) {
            return new EngineHealth.Unavailable(CLOSED);
        }
        String broken = failure;
        if (broken != null) {
            return new EngineHealth.Unavailable(broken);
        }
        if (loaded != null) {
            return new EngineHealth.Ready(description.name(), description.maxTokens(), false);
        }
        return new EngineHealth.Preparing("the embedding model " + description.name()
                + (loading.isLocked() ? " is being loaded" : " is loaded when it is first used"));
    }

    @Override
    public void close() {
        if (failure == null) {
            failure = CLOSED;
        }
        for (Runnable waiting : pool.shutdownNow()) {
            if (waiting instanceof Call call) {
                call.fail(new EngineException.Unavailable(CLOSED));
            }
        }
        try {
            if (!pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                // Freed under a thread that still computes, its memory would take the process down.
                LOG.warn("the embedder did not stop within {} s; its memory is left to the end", CLOSE_SECONDS);
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        loading.lock();
        try {
            SentenceModel model = loaded;
            loaded = null;
            if (model != null) {
                model.close();
            }
        } finally {
            loading.unlock();
        }
    }
}
