package io.compuerta.policy.signal.output;

import java.util.Locale;

/** What happens to an answer that leaks. */
public enum LeakAction {
    /** The text ends before the leak. */
    CUT,
    /** It is told of and nothing else. */
    FLAG,
    /** Nobody looks. */
    OFF;

    /** As configuration and metrics write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
