package io.compuerta.gateway.dispatch.premium;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How providers are called.
 *
 * @param connectTimeout  until a connection stands
 * @param firstToken      until the first event of an answer, retries not counted
 * @param idle            between two events of a stream
 * @param maxConcurrent   calls to one provider at a time; more fall to the next candidate
 * @param maxRetries      further tries of a call that failed before its first token
 * @param maxRetryWait    longest wait between tries; a provider that asks for more is left for the next candidate
 */
@ConfigurationProperties("compuerta.providers")
public record ProviderSettings(
        @DefaultValue("3s") Duration connectTimeout,
        @DefaultValue("60s") Duration firstToken,
        @DefaultValue("60s") Duration idle,
        @DefaultValue("512") int maxConcurrent,
        @DefaultValue("2") int maxRetries,
        @DefaultValue("3s") Duration maxRetryWait) {

    public ProviderSettings {
        positive("connect-timeout", connectTimeout);
        positive("first-token", firstToken);
        positive("idle", idle);
        positive("max-retry-wait", maxRetryWait);
        if (maxConcurrent < 1) {
            throw new IllegalArgumentException(
                    "compuerta.providers.max-concurrent must be at least 1, not " + maxConcurrent);
        }
        if (maxRetries < 0 || maxRetries > 10) {
            throw new IllegalArgumentException("compuerta.providers.max-retries must lie in 0..10, not " + maxRetries);
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("compuerta.providers." + name + " must be positive, not " + value);
        }
    }
}
