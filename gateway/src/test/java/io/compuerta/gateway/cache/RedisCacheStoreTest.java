package io.compuerta.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.compuerta.gateway.redis.RedisLink;
import io.compuerta.gateway.redis.RedisSettings;
import io.compuerta.gateway.testing.TestRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class RedisCacheStoreTest extends CacheStoreContract {

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
    CacheStore store() {
        return new RedisCacheStore(link, Duration.ofHours(1), PATIENT);
    }

    @Override
    void anHourPasses(String key) {
        // Redis counts by itself: that it was told the time is what can be seen, the rest is asked of it now.
        assertThat(redisSays("PTTL", "compuerta:answer:" + key)).containsPattern(":3[56]\\d{5}\\b");
        redisSays("PEXPIRE", "compuerta:answer:" + key, "0");
    }

    @Test
    void aRedisThatIsNotThereIsAnErrorAtOnce() {
        try (RedisLink nobody = new RedisLink(new RedisSettings("redis://127.0.0.1:1", Duration.ofMillis(250)))) {
            StepVerifier.create(new RedisCacheStore(nobody, Duration.ofHours(1), PATIENT).get(key))
                    .verifyError(IllegalStateException.class);
        }
    }

    @Test
    void theIndexIsShedWithItsAnswersAndNamesNobody() {
        CacheStore store = store();
        store.put(key + "a", bytes("one"), subject).block();
        store.put(key + "b", bytes("two"), subject).block();
        String index = "compuerta:subject:" + subject.digest();

        assertThat(redisSays("ZCARD", index)).startsWith(":2");
        assertThat(redisSays("PTTL", index)).containsPattern(":3[56]\\d{5}\\b");
        // The first has expired, as Redis would see it an hour later.
        redisSays("ZADD", index, "XX", "1", "compuerta:answer:" + key + "a");
        store.put(key + "c", bytes("three"), subject).block();

        assertThat(redisSays("ZCARD", index)).startsWith(":2");
    }

    @Test
    void manyAnswersAreErasedInSeveralSteps() {
        CacheStore store = store();
        reactor.core.publisher.Flux.range(0, 2_500)
                .flatMap(i -> store.put(key + i, bytes("x"), subject), 64)
                .blockLast();

        assertThat(store.erase(subject).block()).isEqualTo(2_500);
        assertThat(redisSays("EXISTS", "compuerta:subject:" + subject.digest())).startsWith(":0");
    }

    @Test
    void anAnswerThatAnotherReplicaHadUnderWayIsNotKept() {
        CacheStore store = store();
        store.erase(subject).block();

        store.put(key, bytes("late"), subject).block();

        assertThat(store.get(key).block()).isNull();
    }

    @Test
    void anErasureThatRedisDoesNotConfirmIsAnError() {
        try (RedisLink nobody = new RedisLink(new RedisSettings("redis://127.0.0.1:1", Duration.ofMillis(250)))) {
            StepVerifier.create(new RedisCacheStore(nobody, Duration.ofHours(1), PATIENT).erase(subject))
                    .verifyError(IllegalStateException.class);
        }
    }

    private static String redisSays(String... command) {
        try {
            return redis.raw(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
