package io.compuerta.policy.signal.topic;

import java.util.Locale;
import java.util.Optional;

/** How much harm disclosure would do, least first: {@code compareTo} orders them. Policies see the lower-case word. */
public enum SensitivityLevel {
    PUBLIC,
    INTERNAL,
    PERSONAL,
    CONFIDENTIAL,
    REGULATED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level of that word; empty for any other text. */
    public static Optional<SensitivityLevel> ofWord(String word) {
        for (SensitivityLevel level : values()) {
            if (level.word().equals(word)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }
}
