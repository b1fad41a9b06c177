package io.compuerta.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.BucketConfiguration;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store of limits promises. */
abstract class LimitStoreContract {

    static final Clock NOON = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    private final String bucket = "b:" + UUID.randomUUID();

    abstract LimitStore store();

    static BucketConfiguration perDay(long requests) {
        return BucketShapes.requests(
                        new UserLimits(OptionalLong.of(requests), OptionalLong.empty(), OptionalLong.empty()),
                        Clock.systemUTC())
                .orElseThrow();
    }

    @Test
    void aBucketStartsFullAndIsNeverOverdrawn() {
        LimitStore store = store();

        assertThat(store.take(bucket, perDay(3), 2).join().isConsumed()).isTrue();
        assertThat(store.take(bucket, perDay(3), 2).join().isConsumed()).isFalse();
        assertThat(store.take(bucket, perDay(3), 1).join().getRemainingTokens()).isZero();
        assertThat(store.take(bucket, perDay(3), 1).join().getNanosToWaitForRefill())
                .isPositive();
    }

    @Test
    void whatIsGivenBackCanBeTakenAgainButTheBucketNeverOverflows() {
        LimitStore store = store();
        store.take(bucket, perDay(3), 3).join();

        store.giveBack(bucket, perDay(3), 1).join();
        assertThat(store.take(bucket, perDay(3), 1).join().isConsumed()).isTrue();

        store.giveBack(bucket, perDay(3), 100).join();
        assertThat(store.take(bucket, perDay(3), 1).join().getRemainingTokens()).isEqualTo(2);
    }

    @Test
    void workThatWasDoneIsCountedEvenBeyondTheLimit() {
        LimitStore store = store();

        store.takeAnyway(bucket, perDay(3), 5).join();
        store.giveBack(bucket, perDay(3), 2).join();

        assertThat(store.take(bucket, perDay(3), 1).join().isConsumed()).isFalse();
    }

    @Test
    void bucketsAreApart() {
        LimitStore store = store();
        store.take(bucket, perDay(1), 1).join();

        assertThat(store.take(bucket + "x", perDay(1), 1).join().isConsumed()).isTrue();
    }

    @Test
    void aForgottenBucketIsFullAgain() {
        LimitStore store = store();
        store.take(bucket, perDay(1), 1).join();

        store.forget(bucket).join();
        store.forget(bucket + "never was").join();

        assertThat(store.take(bucket, perDay(1), 1).join().isConsumed()).isTrue();
    }

    @Test
    void manyAtOnceGetNoMoreThanThereIs() throws InterruptedException, ExecutionException {
        LimitStore store = store();
        List<Callable<Boolean>> takers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            takers.add(() -> store.take(bucket, perDay(20), 1).join().isConsumed());
        }
        int taken = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (Future<Boolean> one : threads.invokeAll(takers)) {
                taken += one.get() ? 1 : 0;
            }
        }

        assertThat(taken).isEqualTo(20);
    }
}
