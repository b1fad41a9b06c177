package io.compuerta.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Buckets in this process's memory: enough for one replica. Bounded; a bucket idle for two days is full again anyway. */
final class LocalLimitStore implements LimitStore {

    private static final int MOST_BUCKETS = 200_000;

    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST_BUCKETS)
            .expireAfterAccess(Duration.ofDays(2))
            .build();
    private final TimeMeter clock;

    LocalLimitStore(TimeMeter clock) {
        this.clock = clock;
    }

    @Override
    public CompletableFuture<ConsumptionProbe> take(String bucket, BucketConfiguration shape, long amount) {
        return CompletableFuture.completedFuture(bucket(bucket, shape).tryConsumeAndReturnRemaining(amount));
    }

    @Override
    public CompletableFuture<Void> giveBack(String bucket, BucketConfiguration shape, long amount) {
        bucket(bucket, shape).addTokens(amount);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> takeAnyway(String bucket, BucketConfiguration shape, long amount) {
        bucket(bucket, shape).consumeIgnoringRateLimits(amount);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> forget(String bucket) {
        buckets.invalidate(bucket);
        return CompletableFuture.completedFuture(null);
    }

    private Bucket bucket(String name, BucketConfiguration shape) {
        return buckets.get(name, key -> build(shape));
    }

    private Bucket build(BucketConfiguration shape) {
        LocalBucketBuilder builder = Bucket.builder().withCustomTimePrecision(clock);
        for (var bandwidth : shape.getBandwidths()) {
            builder.addLimit(bandwidth);
        }
        return builder.build();
    }
}
