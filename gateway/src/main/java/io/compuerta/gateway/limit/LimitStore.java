package io.compuerta.gateway.limit;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import java.util.concurrent.CompletableFuture;

/** Where token buckets are kept. Thread-safe; never blocks. */
interface LimitStore {

    /** Takes from a bucket, all or nothing; the bucket is made full when it does not exist yet. */
    CompletableFuture<ConsumptionProbe> take(String bucket, BucketConfiguration shape, long amount);

    /** Gives back, up to the bucket's capacity. */
    CompletableFuture<Void> giveBack(String bucket, BucketConfiguration shape, long amount);

    /** Takes even what is not there: work that has been done is always counted. */
    CompletableFuture<Void> takeAnyway(String bucket, BucketConfiguration shape, long amount);

    /** Removes a bucket; the next one who takes from it finds it full. */
    CompletableFuture<Void> forget(String bucket);
}
