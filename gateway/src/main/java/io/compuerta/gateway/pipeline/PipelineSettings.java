package io.compuerta.gateway.pipeline;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The detectors' pool, for texts too long to be looked at on an event loop.
 *
 * @param threads  of the pool
 * @param queue    most texts that wait; more are refused, since an unchecked text is never sent
 * @param deadline for one stage's verdict on one request
 */
@ConfigurationProperties("compuerta.detectors")
public record PipelineSettings(
        @DefaultValue("2") int threads,
        @DefaultValue("1000") int queue,
        @DefaultValue("10s") Duration deadline) {

    public PipelineSettings {
        if (threads < 1 || queue < 1) {
            throw new IllegalArgumentException(
                    "compuerta.detectors.threads and .queue must be at least 1, not " + threads + " and " + queue);
        }
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("compuerta.detectors.deadline must be positive, not " + deadline);
        }
    }
}
