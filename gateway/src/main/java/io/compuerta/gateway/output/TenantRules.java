package io.compuerta.gateway.output;

import io.compuerta.policy.signal.output.LeakAction;
import io.compuerta.policy.signal.output.LeakKind;
import io.compuerta.policy.signal.output.PhraseSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How one tenant's answers are watched.
 *
 * @param actions for every kind
 * @param words   of a system prompt in a row that count as a leak
 * @param listed  the phrases as written
 * @param phrases the same, ready to be looked for
 */
record TenantRules(Map<LeakKind, LeakAction> actions, int words, Set<String> listed, PhraseSet phrases) {

    static final int USUAL_WORDS = 12;

    /** What holds without a file. A placeholder is only flagged: models make some up, and nobody can be named by them. */
    static final TenantRules STANDARD = of(
            Map.of(
                    LeakKind.SYSTEM_PROMPT, LeakAction.CUT,
                    LeakKind.SECRET, LeakAction.CUT,
                    LeakKind.PLACEHOLDER, LeakAction.FLAG,
                    LeakKind.PHRASE, LeakAction.CUT),
            USUAL_WORDS,
            Set.of());

    TenantRules {
        actions = Collections.unmodifiableMap(new EnumMap<>(actions));
        listed = Collections.unmodifiableSet(new LinkedHashSet<>(listed));
    }

    static TenantRules of(Map<LeakKind, LeakAction> actions, int words, Set<String> listed) {
        return new TenantRules(actions, words, listed, PhraseSet.of(listed));
    }

    LeakAction action(LeakKind kind) {
        return actions.getOrDefault(kind, LeakAction.OFF);
    }

    /** Whether nobody needs to look. */
    boolean isOff() {
        return actions.entrySet().stream()
                .allMatch(entry ->
                        entry.getValue() == LeakAction.OFF || entry.getKey() == LeakKind.PHRASE && phrases.isEmpty());
    }

    /** Without the phrases, which may be confidential. */
    @Override
    public String toString() {
        return "TenantRules[" + actions + ", " + words + " words, " + listed.size() + " phrases]";
    }
}
