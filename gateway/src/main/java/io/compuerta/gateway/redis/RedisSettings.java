package io.compuerta.gateway.redis;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Redis, for limits and cache shared by several replicas.
 *
 * @param url     such as {@code redis://:password@host:6379/0}; empty keeps both in memory
 * @param timeout for one command, after which the gateway goes on without
 */
@ConfigurationProperties("compuerta.redis")
public record RedisSettings(
        @DefaultValue("") String url, @DefaultValue("250ms") Duration timeout) {

    public RedisSettings {
        if (!url.isEmpty() && !url.matches("rediss?://.+")) {
            throw new IllegalArgumentException("compuerta.redis.url must start with redis:// or rediss://");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("compuerta.redis.timeout must be positive, not " + timeout);
        }
    }

    public boolean configured() {
        return !url.isEmpty();
    }

    /** Leaves out the address, which may hold a password. */
    @Override
    public String toString() {
        return "RedisSettings[" + (configured() ? "configured" : "none") + "]";
    }
}
