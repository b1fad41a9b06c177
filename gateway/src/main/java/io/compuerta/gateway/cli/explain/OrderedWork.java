package io.compuerta.gateway.cli.explain;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Works on batches with several threads and hands the results on in the order of the input. It never holds more than
 * {@link #lookAhead()} batches, so input and output may be larger than memory.
 */
public final class OrderedWork {

    private final int threads;

    public OrderedWork(int threads) {
        this.threads = threads;
    }

    /** Takes the next batch, null at the end. */
    public interface Source<I> {
        @Nullable
        I next() throws IOException;
    }

    /** Takes results, in order. */
    public interface Sink<O> {
        void accept(O result) throws IOException;
    }

    /** Batches that are read but not yet written, at most: one in work and one waiting for each thread. */
    int lookAhead() {
        return 2 * threads;
    }

    /** Returns when everything has been written. Source and sink are called by this thread only. */
    public <I, O> void run(Source<I> source, Function<I, O> work, Sink<O> sink) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("worker-", 0).daemon().factory());
        try {
            Deque<Future<O>> pending = new ArrayDeque<>();
            for (I batch = source.next(); batch != null; batch = source.next()) {
                I given = batch;
                Callable<O> task = () -> work.apply(given);
                pending.add(pool.submit(task));
                if (pending.size() >= lookAhead()) {
                    sink.accept(result(pending.remove()));
                }
            }
            while (!pending.isEmpty()) {
                sink.accept(result(pending.remove()));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static <O> O result(Future<O> pending) {
        try {
            return pending.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
