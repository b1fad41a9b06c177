package io.compuerta.gateway.egress;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The record of what leaves.
 *
 * @param required whether a call outside waits until its record is in the ledger, and is not made without it
 * @param patience how long such a call waits for it
 */
@ConfigurationProperties("compuerta.egress")
public record EgressSettings(
        @DefaultValue("false") boolean required,
        @DefaultValue("2s") Duration patience) {

    public EgressSettings {
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("compuerta.egress.patience must be positive, not " + patience);
        }
    }
}
