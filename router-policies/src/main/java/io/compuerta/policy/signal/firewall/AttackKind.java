package io.compuerta.policy.signal.firewall;

import java.util.Locale;

/** Kinds of hostile prompts. Users see the lower-case word. */
public enum AttackKind {
    JAILBREAK,
    INJECTION,
    INDIRECT,
    EXTRACTION,
    MALWARE,
    OBFUSCATED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
