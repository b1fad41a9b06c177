package io.compuerta.engine.embed;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.Embedding;
import io.compuerta.engine.EmbeddingModel;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * A sentence model behind a small pool of threads of its own. Calls take turns, one step of the model each, so that a
 * look-up of one sentence does not wait for a document of thousands. The model is loaded when it is first needed and
 * closed by the last of the threads to end: with one thread, by the thread that loaded it.
 */
public final class SentencePool implements Embedder {

    private static final Logger LOG = LoggerFactory.getLogger(SentencePool.class);
    private static final Duration RETRY_HINT = Duration.ofSeconds(1);
    private static final long CLOSE_SECONDS = 10;
    private static final String CLOSED = "the embedder is closed";

    /** Gets the model. Blocks. */
    public interface Loader {
        SentenceModel load() throws IOException;
    }

    private final EmbeddingModel description;
    private final Loader loader;
    private final ThreadPoolExecutor pool;
    private final Semaphore room;
    private final Set<Call> live = ConcurrentHashMap.newKeySet();
    private final AtomicInteger threads = new AtomicInteger();
    private final CountDownLatch gone = new CountDownLatch(1);
    private final ReentrantLock loading = new ReentrantLock();
    private volatile @Nullable SentenceModel loaded;
    private volatile @Nullable String failure;

    /** Nothing is loaded yet. */
    public SentencePool(PoolSettings settings, EmbeddingModel description, Loader loader) {
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
                worker -> Thread.ofPlatform()
                        .name("embedder-" + names.incrementAndGet())
                        .stackSize(settings.stackBytes())
                        .daemon()
                        .unstarted(() -> serve(worker)));
        pool.prestartAllCoreThreads();
    }

    /** A thread's life. Native memory may belong to it, so the model is given back here and not by whoever closes. */
    private void serve(Runnable worker) {
        threads.incrementAndGet();
        try {
            worker.run();
        } finally {
            if (threads.decrementAndGet() == 0 && pool.isShutdown()) {
                letGo();
            }
        }
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
        if (!room.tryAcquire()) {
            sink.error(new EngineException.Overloaded("too many texts wait for the embedder", RETRY_HINT));
            return;
        }
        Call call = new Call(texts, sink);
        live.add(call);
        sink.onDispose(() -> call.dropped = true);
        // Looked at after the call was noted: whoever ends the embedder fails the noted ones after saying so.
        String broken = failure;
        if (broken != null) {
            call.fail(new EngineException.Unavailable(broken));
            return;
        }
        call.queue();
    }

    /** One call. On one thread at a time: it queues again behind the others after each step. */
    private final class Call implements Runnable {

        private final List<String> texts;
        private final List<Embedding> done;
        private final MonoSink<List<Embedding>> sink;
        private final AtomicBoolean ended = new AtomicBoolean();
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
            try {
                step();
            } catch (EngineException e) {
                fail(e);
            } catch (Throwable e) {
                // Given back before anything is said: without memory, saying it may fail too.
                boolean first = end();
                EngineException.Unavailable why = new EngineException.Unavailable(inWords(e));
                if (first && !dropped) {
                    sink.error(why);
                }
                doubt(e);
            }
        }

        private void step() {
            if (dropped) {
                end();
                return;
            }
            if (pool.isShutdown()) {
                fail(new EngineException.Unavailable(CLOSED));
                return;
            }
            done.addAll(modelOrThrow().embed(texts.subList(done.size(), texts.size()), this::isUnwanted));
            if (done.size() < texts.size()) {
                queue();
                return;
            }
            List<Embedding> all = List.copyOf(done);
            if (end()) {
                sink.success(all);
            }
        }

        private boolean isUnwanted() {
            return dropped || ended.get() || pool.isShutdown();
        }

        private void fail(EngineException why) {
            if (end() && !dropped) {
                sink.error(why);
            }
        }

        /** @return whether it had not ended before */
        private boolean end() {
            if (!ended.compareAndSet(false, true)) {
                return false;
            }
            live.remove(this);
            room.release();
            return true;
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
            var unused = modelOrThrow().embed(List.of("warm up"), pool::isShutdown);
        } catch (Throwable e) {
            // A thread that died of it would take the model along.
            LOG.debug("not warmed up: {}", e.getMessage());
            doubt(e);
        }
    }

    /** The class alone: a message may quote the text. */
    private static String inWords(Throwable failure) {
        return "the embedding model failed: " + failure.getClass().getName();
    }

    /**
     * After a failure of the machine under a model that one thread owns, nobody knows what it left half done. An overflow
     * of the stack comes of a text, which must not be able to end the embedder.
     */
    private void doubt(Throwable failure) {
        if (failure instanceof VirtualMachineError
                && !(failure instanceof StackOverflowError)
                && pool.getMaximumPoolSize() == 1) {
            breakDown(inWords(failure));
            LOG.error("embeddings are unavailable: {}", inWords(failure));
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

    /** Ends all calls, now and later: the model will not answer any more. From any thread, also from native code. */
    public void breakDown(String reason) {
        if (failure == null) {
            failure = reason;
        }
        live.forEach(call -> call.fail(new EngineException.Unavailable(reason)));
    }

    @Override
    public void close() {
        pool.shutdownNow();
        breakDown(CLOSED);
        try {
            if (!gone.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                // Freed under a thread that still computes, its memory would take the process down.
                LOG.warn("the embedder did not stop within {} s; its memory is left to the end", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void letGo() {
        loading.lock();
        try {
            SentenceModel model = loaded;
            loaded = null;
            if (model != null) {
                model.close();
            }
        } catch (RuntimeException e) {
            LOG.warn("the embedding model {} was not closed in good order", description.name(), e);
        } finally {
            loading.unlock();
            gone.countDown();
        }
    }
}
