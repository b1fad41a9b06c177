package io.compuerta.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.compuerta.gateway.redis.RedisLink;
import io.compuerta.gateway.redis.RedisSettings;
import io.compuerta.gateway.testing.TestRedis;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisLimitStoreTest extends LimitStoreContract {

    private static final Duration PATIENT = Duration.ofSeconds(20);

    private static TestRedis redis;
    private static RedisLink link;

    @BeforeAll
    static void start() {
        redis = TestRedis.require();
        link = new RedisLink(new RedisSettings(redis.url(), PATIENT));
        await().atMost(PATIENT).until(() -> link.connection().isPresent());
    }

    @AfterAll
    static void stop() {
        if (link != null) {
            link.close();
            redis.close();
        }
    }

    @Override
    LimitStore store() {
        return new RedisLimitStore(link, PATIENT);
    }

    @Test
    void replicasShareTheirBuckets() {
        String bucket = "shared:" + UUID.randomUUID();

        store().take(bucket, perDay(2), 1).join();
        store().take(bucket, perDay(2), 1).join();

        assertThat(store().take(bucket, perDay(2), 1).join().isConsumed()).isFalse();
    }

    @Test
    void whenRedisDiesLimitsHoldFromMemoryAtThisReplicasShare() {
        try (TestRedis mortal = TestRedis.require();
                RedisLink dying = new RedisLink(new RedisSettings(mortal.url(), Duration.ofSeconds(2)))) {
            await().atMost(PATIENT).until(() -> dying.connection().isPresent());
            AtomicInteger degraded = new AtomicInteger();
            LimitStore store = new DegradingLimitStore(
                    new RedisLimitStore(dying, Duration.ofSeconds(2)),
                    new LocalLimitStore(TimeMeter.SYSTEM_MILLISECONDS),
                    2,
                    degraded::incrementAndGet);
            assertThat(store.take("b", perDay(10), 1).join().getRemainingTokens())
                    .isEqualTo(9);
            assertThat(degraded).hasValue(0);

            mortal.close();
            int allowed = 0;
            for (int i = 0; i < 10; i++) {
                allowed += store.take("b", perDay(10), 1).join().isConsumed() ? 1 : 0;
            }

            assertThat(allowed).isEqualTo(5);
            assertThat(degraded).hasValue(10);
        }
    }

    @Test
    void aRedisThatWasNeverThereIsNoReasonToStop() {
        AtomicInteger degraded = new AtomicInteger();
        try (RedisLink nobody = new RedisLink(new RedisSettings("redis://127.0.0.1:1", Duration.ofMillis(250)))) {
            LimitStore store = new DegradingLimitStore(
                    new RedisLimitStore(nobody, Duration.ofMillis(250)),
                    new LocalLimitStore(TimeMeter.SYSTEM_MILLISECONDS),
                    1,
                    degraded::incrementAndGet);

            assertThat(store.take("b", perDay(1), 1).join().isConsumed()).isTrue();
            assertThat(store.take("b", perDay(1), 1).join().isConsumed()).isFalse();
            assertThat(degraded).hasValue(2);
        }
    }
}
