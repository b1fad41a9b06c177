package io.compuerta.gateway.cache;

import io.compuerta.gateway.redis.RedisLink;
import io.compuerta.gateway.subject.Subject;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Answers in Redis, shared by all replicas. They hold placeholders only.
 *
 * <p>Beside them stands, for each subject, a sorted set of the keys of that subject's answers with the time at which each
 * expires. Scripts write both together, so there is no answer that an erasure would miss. The set goes when its newest
 * answer does, and sheds what expired each time something is added.
 */
final class RedisCacheStore implements CacheStore {

    private static final String PREFIX = "compuerta:answer:";
    private static final String INDEX = "compuerta:subject:";
    private static final String ERASED = "compuerta:erased:";

    /** Longer than an answer takes that was under way, at whichever replica, when its user was erased. */
    private static final Duration UNWANTED = Duration.ofMinutes(10);

    /** Redis does nothing else while a script runs. */
    private static final int AT_ONCE = 1_000;

    private static final String PUT = """
            if redis.call('EXISTS', KEYS[3]) == 1 then return 0 end
            local ttl = tonumber(ARGV[2])
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ttl)
            redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
            redis.call('ZADD', KEYS[2], now + ttl, KEYS[1])
            redis.call('PEXPIRE', KEYS[2], ttl)
            return 1
            """;

    /** Returns how many answers were there, and below zero, less one, when more may be left. */
    private static final String ERASE = """
            redis.call('SET', KEYS[2], '', 'PX', ARGV[2])
            local keys = redis.call('ZRANGE', KEYS[1], 0, ARGV[1] - 1)
            if #keys == 0 then return 0 end
            local erased = redis.call('DEL', unpack(keys))
            redis.call('ZREM', KEYS[1], unpack(keys))
            if redis.call('EXISTS', KEYS[1]) == 1 then return -erased - 1 end
            return erased
            """;

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
    public Mono<Void> put(String key, byte[] answer, Subject subject) {
        String[] keys = {PREFIX + key, INDEX + subject.digest(), ERASED + subject.digest()};
        return run(PUT, keys, answer, number(ttl.toMillis())).then();
    }

    @Override
    public Mono<Long> erase(Subject subject) {
        String[] keys = {INDEX + subject.digest(), ERASED + subject.digest()};
        return run(ERASE, keys, number(AT_ONCE), number(UNWANTED.toMillis()))
                .flatMap(erased ->
                        erased >= 0 ? Mono.just(erased) : erase(subject).map(more -> more - erased - 1));
    }

    private Mono<Long> run(String script, String[] keys, byte[]... values) {
        return commands()
                .flatMapMany(commands -> commands.<Long>eval(script, ScriptOutputType.INTEGER, keys, values))
                .next()
                .timeout(timeout);
    }

    private static byte[] number(long value) {
        return Long.toString(value).getBytes(StandardCharsets.UTF_8);
    }

    private Mono<RedisReactiveCommands<String, byte[]>> commands() {
        return Mono.justOrEmpty(redis.connection().map(StatefulRedisConnection::reactive))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("Redis has not been reached yet")));
    }
}
