package io.compuerta.gateway.limit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How limits are kept. The limits themselves stand in {@code keys.yaml}.
 *
 * @param replicas     gateways that share one Redis: while it is away each allows its share of every limit
 * @param redisTimeout how long to wait for Redis before counting in memory
 */
@ConfigurationProperties("compuerta.limit")
public record LimitSettings(
        @DefaultValue("1") int replicas,
        @DefaultValue("250ms") Duration redisTimeout) {

    public LimitSettings {
        if (replicas < 1) {
            throw new IllegalArgumentException("compuerta.limit.replicas must be at least 1, not " + replicas);
        }
        if (redisTimeout.isNegative() || redisTimeout.isZero()) {
            throw new IllegalArgumentException("compuerta.limit.redis-timeout must be positive, not " + redisTimeout);
        }
    }
}
