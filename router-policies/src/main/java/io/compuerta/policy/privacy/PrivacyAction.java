package io.compuerta.policy.privacy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What becomes of personal data of one type, from the mildest to the strictest: where findings overlap the later one holds. */
public enum PrivacyAction {
    /** It stays as it is. */
    ALLOW,
    /** A placeholder takes its place on the way out, and the answer gets it back. */
    PSEUDONYMIZE,
    /** A keyed digest takes its place: the same value has the same one, and nothing is given back. */
    HASH,
    /** Its letters and digits become asterisks, and nothing is given back. */
    MASK,
    /** The request is answered by the embedded engine or not at all. */
    ROUTE_LOCAL,
    /** The request is refused. */
    BLOCK;

    /** As files have it: {@code route-local}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(PrivacyAction::word).toList();
    }

    public static Optional<PrivacyAction> find(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word().equals(word))
                .findFirst();
    }

    /** Whether the value never comes back in an answer. */
    public boolean isIrreversible() {
        return this == HASH || this == MASK;
    }

    public PrivacyAction stricter(PrivacyAction other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
