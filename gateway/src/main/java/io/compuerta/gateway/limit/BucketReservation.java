package io.compuerta.gateway.limit;

import io.github.bucket4j.BucketConfiguration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A reservation in token buckets. The first of {@code settle} and {@code release} wins. */
final class BucketReservation implements Reservation {

    private static final Logger log = LoggerFactory.getLogger(BucketReservation.class);

    private final LimitStore store;
    private final String bucket;
    private final Optional<BucketConfiguration> requests;
    private final Optional<BucketConfiguration> tokens;
    private final long reserved;
    private final Standing standing;
    private final AtomicBoolean ended = new AtomicBoolean();

    BucketReservation(
            LimitStore store,
            String bucket,
            Optional<BucketConfiguration> requests,
            Optional<BucketConfiguration> tokens,
            long reserved,
            Standing standing) {
        this.store = store;
        this.bucket = bucket;
        this.requests = requests;
        this.tokens = tokens;
        this.reserved = reserved;
        this.standing = standing;
    }

    /** For callers without limits. */
    static Reservation unlimited() {
        return new Reservation() {
            @Override
            public void settle(long tokens) {}

            @Override
            public void release() {}

            @Override
            public Standing standing() {
                return Standing.UNLIMITED;
            }
        };
    }

    @Override
    public void settle(long used) {
        if (ended.compareAndSet(false, true) && tokens.isPresent()) {
            String name = Limits.tokenBucket(bucket);
            if (used < reserved) {
                watch(store.giveBack(name, tokens.get(), reserved - used));
            } else if (used > reserved) {
                watch(store.takeAnyway(name, tokens.get(), used - reserved));
            }
        }
    }

    @Override
    public void release() {
        if (ended.compareAndSet(false, true)) {
            requests.ifPresent(shape -> watch(store.giveBack(Limits.requestBucket(bucket), shape, 1)));
            if (tokens.isPresent() && reserved > 0) {
                watch(store.giveBack(Limits.tokenBucket(bucket), tokens.get(), reserved));
            }
        }
    }

    @Override
    public Standing standing() {
        return standing;
    }

    private static void watch(CompletableFuture<Void> change) {
        var unused = change.whenComplete((done, e) -> {
            if (e != null) {
                log.warn("a limit could not be settled: {}", e.getClass().getName());
            }
        });
    }
}
