package io.compuerta.gateway.limit;

import io.github.bucket4j.BandwidthBuilder;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConfigurationBuilder;
import io.github.bucket4j.ConsumptionProbe;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Asks the shared store; while it fails, limits still hold, from buckets in memory that are one replica's share in size.
 * A dead Redis must take neither the gateway down nor the limits away.
 */
final class DegradingLimitStore implements LimitStore {

    private final LimitStore shared;
    private final LimitStore local;
    private final Function<BucketConfiguration, BucketConfiguration> shareOf;
    private final Runnable onDegraded;

    /** @param onDegraded called for each answer that came from memory instead */
    DegradingLimitStore(LimitStore shared, LimitStore local, int replicas, Runnable onDegraded) {
        this.shared = shared;
        this.local = local;
        this.shareOf = shape -> divide(shape, replicas);
        this.onDegraded = onDegraded;
    }

    @Override
    public CompletableFuture<ConsumptionProbe> take(String bucket, BucketConfiguration shape, long amount) {
        return shared.take(bucket, shape, amount).exceptionallyCompose(e -> {
            onDegraded.run();
            BucketConfiguration share = shareOf.apply(shape);
            return local.take(bucket, share, Math.min(amount, BucketShapes.capacity(share)));
        });
    }

    @Override
    public CompletableFuture<Void> giveBack(String bucket, BucketConfiguration shape, long amount) {
        return shared.giveBack(bucket, shape, amount)
                .exceptionallyCompose(e -> local.giveBack(bucket, shareOf.apply(shape), amount));
    }

    @Override
    public CompletableFuture<Void> takeAnyway(String bucket, BucketConfiguration shape, long amount) {
        return shared.takeAnyway(bucket, shape, amount)
                .exceptionallyCompose(e -> local.takeAnyway(bucket, shareOf.apply(shape), amount));
    }

    @Override
    public CompletableFuture<Void> forget(String bucket) {
        return local.forget(bucket).thenCompose(done -> shared.forget(bucket));
    }

    private static BucketConfiguration divide(BucketConfiguration shape, int replicas) {
        ConfigurationBuilder builder = BucketConfiguration.builder();
        for (var bandwidth : shape.getBandwidths()) {
            long capacity = Math.max(1, bandwidth.getCapacity() / replicas);
            builder.addLimit(BandwidthBuilder.builder()
                    .capacity(capacity)
                    .refillGreedy(capacity, java.time.Duration.ofNanos(bandwidth.getRefillPeriodNanos()))
                    .build());
        }
        return builder.build();
    }
}
