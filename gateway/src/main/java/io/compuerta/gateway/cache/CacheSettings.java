package io.compuerta.gateway.cache;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The exact cache.
 *
 * @param enabled whether answers are kept at all
 * @param ttl     how long an answer may be given again
 * @param memory  most memory for answers kept in this process
 */
@ConfigurationProperties("compuerta.cache")
public record CacheSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("24h") Duration ttl,
        @DefaultValue("64MB") DataSize memory) {

    public CacheSettings {
        if (ttl.isNegative() || ttl.isZero()) {
            throw new IllegalArgumentException("compuerta.cache.ttl must be positive, not " + ttl);
        }
    }
}
