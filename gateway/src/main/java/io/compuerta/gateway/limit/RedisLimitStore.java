package io.compuerta.gateway.limit;

import io.compuerta.gateway.redis.RedisLink;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Buckets in Redis, shared by all replicas. Updated by compare-and-set, so parallel requests never overdraw. While Redis
 * is away every call fails at once.
 */
final class RedisLimitStore implements LimitStore {

    private static final String PREFIX = "compuerta:limit:";

    private final RedisLink redis;
    private final Duration timeout;
    private volatile @Nullable AsyncProxyManager<String> buckets;

    /** @param timeout without one, a call to a dead Redis would wait for ever */
    RedisLimitStore(RedisLink redis, Duration timeout) {
        this.redis = redis;
        this.timeout = timeout;
    }

    @Override
    public CompletableFuture<ConsumptionProbe> take(String bucket, BucketConfiguration shape, long amount) {
        return proxy(bucket, shape, proxy -> proxy.tryConsumeAndReturnRemaining(amount));
    }

    @Override
    public CompletableFuture<Void> giveBack(String bucket, BucketConfiguration shape, long amount) {
        return proxy(bucket, shape, proxy -> proxy.addTokens(amount));
    }

    @Override
    public CompletableFuture<Void> takeAnyway(String bucket, BucketConfiguration shape, long amount) {
        return proxy(
                bucket, shape, proxy -> proxy.consumeIgnoringRateLimits(amount).thenAccept(penalty -> {}));
    }

    @Override
    public CompletableFuture<Void> forget(String bucket) {
        try {
            return manager().removeProxy(PREFIX + bucket);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private <T> CompletableFuture<T> proxy(
            String bucket, BucketConfiguration shape, Function<AsyncBucketProxy, CompletableFuture<T>> use) {
        try {
            AsyncBucketProxy proxy =
                    manager().builder().build(PREFIX + bucket, () -> CompletableFuture.completedFuture(shape));
            return use.apply(proxy);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Built on the first use after the first connection; two threads building it at once do no harm. */
    private AsyncProxyManager<String> manager() {
        AsyncProxyManager<String> known = buckets;
        if (known == null) {
            StatefulRedisConnection<String, byte[]> connection =
                    redis.connection().orElseThrow(() -> new IllegalStateException("Redis has not been reached yet"));
            known = Bucket4jLettuce.casBasedBuilder(connection)
                    .requestTimeout(timeout)
                    .expirationAfterWrite(
                            ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofMinutes(1)))
                    .build()
                    .asAsync();
            buckets = known;
        }
        return known;
    }
}
