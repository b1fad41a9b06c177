package io.compuerta.policy.signal.topic;

import java.util.Locale;

/** What a request is about, where that matters for routing. Policies see the lower-case word with dashes. */
public enum Topic {
    HEALTH,
    FINANCE,
    LEGAL,
    CREDENTIALS,
    SOURCE_CODE,
    HR,
    MINORS,
    TRADE_SECRET,
    CHINA_POLITICS;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
