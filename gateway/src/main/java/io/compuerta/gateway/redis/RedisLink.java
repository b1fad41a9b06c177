package io.compuerta.gateway.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis that may be missing. The first connection is tried until it stands, in the background, so that
 * the gateway starts without Redis; after that Lettuce reconnects by itself. Commands fail at once while it is away.
 */
public final class RedisLink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final RedisClient client;
    private final ScheduledExecutorService connector = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("redis-connect").daemon().factory());
    private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;
    private boolean warned;

    public RedisLink(RedisSettings settings) {
        RedisURI uri = RedisURI.create(settings.url());
        uri.setTimeout(settings.timeout());
        this.client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.enabled(settings.timeout()))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(Duration.ofSeconds(2))
                        .build())
                .build());
        connector.execute(this::connect);
    }

    /** The connection; empty until the first one stood. It may be broken: commands then fail. */
    public Optional<StatefulRedisConnection<String, byte[]>> connection() {
        return Optional.ofNullable(connection);
    }

    private void connect() {
        try {
            connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
            log.info("connected to Redis");
        } catch (RuntimeException e) {
            if (!warned) {
                log.warn("Redis cannot be reached; limits and cache stay in memory until it can");
                warned = true;
            }
            if (!connector.isShutdown()) {
                var unused = connector.schedule(this::connect, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    @Override
    public void close() {
        connector.shutdownNow();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
