package io.compuerta.gateway.privacy;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Reversible anonymization.
 *
 * @param secret from which placeholders and pseudonyms are derived, at least 16 characters. Replicas that share a cache
 *               need the same one; empty draws a new one at each start. Give it through the environment.
 */
@ConfigurationProperties("compuerta.privacy")
public record PrivacySettings(@DefaultValue("") String secret) {

    private static final int LEAST = 16;

    public PrivacySettings {
        if (!secret.isEmpty() && secret.length() < LEAST) {
            throw new IllegalArgumentException(
                    "compuerta.privacy.secret needs at least " + LEAST + " characters, not " + secret.length());
        }
    }

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "PrivacySettings[secret " + (secret.isEmpty() ? "drawn at start" : "given") + "]";
    }
}
