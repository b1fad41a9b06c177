package io.compuerta.gateway.limit;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Takes at once, as a store elsewhere may, and tells only when the test lets it. */
final class SlowLimitStore implements LimitStore {

    private final LimitStore store;
    private final Queue<Runnable> untold = new ArrayDeque<>();

    SlowLimitStore(LimitStore store) {
        this.store = store;
    }

    /** Tells the outcome of the oldest taking that was not told yet. */
    void tellNext() {
        untold.remove().run();
    }

    @Override
    public CompletableFuture<ConsumptionProbe> take(String bucket, BucketConfiguration shape, long amount) {
        ConsumptionProbe probe = store.take(bucket, shape, amount).join();
        CompletableFuture<ConsumptionProbe> told = new CompletableFuture<>();
        untold.add(() -> told.complete(probe));
        return told;
    }

    @Override
    public CompletableFuture<Void> giveBack(String bucket, BucketConfiguration shape, long amount) {
        return store.giveBack(bucket, shape, amount);
    }

    @Override
    public CompletableFuture<Void> takeAnyway(String bucket, BucketConfiguration shape, long amount) {
        return store.takeAnyway(bucket, shape, amount);
    }

    @Override
    public CompletableFuture<Void> forget(String bucket) {
        return store.forget(bucket);
    }
}
