package io.compuerta.gateway.cache;

import io.compuerta.gateway.redis.RedisLink;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Answers in Redis, shared by all replicas. They hold placeholders only. */
final class RedisCacheStore implements CacheStore {

    private static final String PREFIX = "compuerta:answer:";

    private final RedisLink redis;
    private final Duration ttl;
    private final Duration timeout;

    RedisCacheStore(RedisLink redis, Duration ttl, Duration timeout) {
        this.redis = redis;
        this.ttl = ttl;
        this.timeout = timeout;
    }

    @Override
    public Mono<byte[]> get(String key) {
        return commands().flatMap(commands -> commands.get(PREFIX + key)).timeout(timeout);
    }

    @Override
    public Mono<Void> put(String key, byte[] answer) {
        return commands()
                .flatMap(commands -> commands.set(PREFIX + key, answer, SetArgs.Builder.px(ttl)))
                .timeout(timeout)
                .then();
    }

    private Mono<RedisReactiveCommands<String, byte[]>> commands() {
        return Mono.justOrEmpty(redis.connection().map(StatefulRedisConnection::reactive))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("Redis has not been reached yet")));
    }
}
