package io.compuerta.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LocalLimitStoreTest extends LimitStoreContract {

    private static final Instant EVENING = Instant.parse("2026-11-21T23:50:00Z");

    private Instant now = EVENING;

    @Override
    LimitStore store() {
        return new LocalLimitStore(new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return now.toEpochMilli() * 1_000_000;
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        });
    }

    @Test
    void theDaysRequestsComeBackAtMidnightAllAtOnce() {
        LimitStore store = store();
        BucketConfiguration shape = shape(3, OptionalLong.empty());
        store.take("b", shape, 3).join();

        now = EVENING.plus(Duration.ofMinutes(9));
        assertThat(store.take("b", shape, 1).join().isConsumed()).isFalse();
        now = EVENING.plus(Duration.ofMinutes(10));
        assertThat(store.take("b", shape, 1).join().getRemainingTokens()).isEqualTo(2);
    }

    @Test
    void theMinutesRequestsComeBackEvenlyAndTheDayStillBinds() {
        LimitStore store = store();
        BucketConfiguration shape = shape(5, OptionalLong.of(2));
        store.take("b", shape, 2).join();

        assertThat(store.take("b", shape, 1).join().isConsumed()).isFalse();
        now = EVENING.plus(Duration.ofSeconds(30));
        assertThat(store.take("b", shape, 1).join().isConsumed()).isTrue();
        now = EVENING.plus(Duration.ofMinutes(5));
        assertThat(store.take("b", shape, 2).join().isConsumed()).isTrue();
        now = EVENING.plus(Duration.ofMinutes(8));
        assertThat(store.take("b", shape, 1).join().isConsumed()).isFalse();
    }

    private static BucketConfiguration shape(long perDay, OptionalLong perMinute) {
        UserLimits limits = new UserLimits(OptionalLong.of(perDay), perMinute, OptionalLong.empty());
        return BucketShapes.requests(limits, Clock.fixed(EVENING, ZoneOffset.UTC))
                .orElseThrow();
    }
}
