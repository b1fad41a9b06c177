package io.compuerta.gateway.classify;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The sentence embedding as a signal of complexity.
 *
 * @param enabled  when false, complexity is read off the surface alone, and no model is loaded for it
 * @param deadline for one question; one that takes longer is scored without
 * @param atOnce   questions embedded at the same time; more are scored without
 */
@ConfigurationProperties("compuerta.classify.meaning")
public record MeaningSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("50ms") Duration deadline,
        @DefaultValue("4") int atOnce) {

    public MeaningSettings {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("compuerta.classify.meaning.deadline must be positive, not " + deadline);
        }
        if (atOnce < 1) {
            throw new IllegalArgumentException("compuerta.classify.meaning.at-once must be at least 1, not " + atOnce);
        }
    }
}
