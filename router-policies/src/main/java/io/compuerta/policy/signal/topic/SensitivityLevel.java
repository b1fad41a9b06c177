package io.compuerta.policy.signal.topic;

import java.util.Locale;

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
}
