package io.compuerta.gateway.edge;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The HTTP edge.
 *
 * @param maxBody       largest request body; a larger one is answered with 413
 * @param maxMessages   most messages in one request; more are answered with 400
 * @param bodyTimeout   how long a client may take to send its body; a slower one is answered with 408
 * @param keepAlive     how often a silent stream sends a comment, so that proxies keep it open
 */
@ConfigurationProperties("compuerta.edge")
public record EdgeSettings(
        @DefaultValue("10MB") DataSize maxBody,
        @DefaultValue("2048") int maxMessages,
        @DefaultValue("30s") Duration bodyTimeout,
        @DefaultValue("15s") Duration keepAlive) {

    public EdgeSettings {
        if (maxBody.toBytes() < 1024 || maxBody.toBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("compuerta.edge.max-body must lie between 1KB and 2GB, not " + maxBody);
        }
        if (maxMessages < 1) {
            throw new IllegalArgumentException("compuerta.edge.max-messages must be at least 1, not " + maxMessages);
        }
        if (bodyTimeout.isNegative() || bodyTimeout.isZero()) {
            throw new IllegalArgumentException("compuerta.edge.body-timeout must be positive, not " + bodyTimeout);
        }
        if (keepAlive.isNegative() || keepAlive.isZero()) {
            throw new IllegalArgumentException("compuerta.edge.keep-alive must be positive, not " + keepAlive);
        }
    }
}
