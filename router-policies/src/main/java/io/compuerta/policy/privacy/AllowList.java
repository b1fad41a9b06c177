package io.compuerta.policy.privacy;

import io.compuerta.policy.signal.pii.LinearPattern;
import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is never treated as personal data: values, and patterns of them. Both are held against whole findings only, so that
 * an allowed {@code acme} does not open {@code ana@acme.example}; capitals, composed accents and the width of white space
 * do not matter. Immutable.
 */
final class AllowList {

    static final AllowList NONE = new AllowList(Set.of(), List.of());

    private final Set<String> values;
    private final List<LinearPattern> patterns;

    private AllowList(Set<String> values, List<LinearPattern> patterns) {
        this.values = values;
        this.patterns = patterns;
    }

    /** @param patterns made with {@link LinearPattern#ignoringCase} */
    static AllowList of(Collection<String> values, Collection<LinearPattern> patterns) {
        return new AllowList(
                values.stream().map(AllowList::folded).collect(Collectors.toUnmodifiableSet()), List.copyOf(patterns));
    }

    AllowList and(AllowList other) {
        return new AllowList(
                Stream.concat(values.stream(), other.values.stream()).collect(Collectors.toUnmodifiableSet()),
                Stream.concat(patterns.stream(), other.patterns.stream()).toList());
    }

    boolean isEmpty() {
        return values.isEmpty() && patterns.isEmpty();
    }

    boolean covers(String text, int start, int end) {
        if (isEmpty()) {
            return false;
        }
        String finding = text.substring(start, end);
        return values.contains(folded(finding)) || patterns.stream().anyMatch(pattern -> pattern.matches(finding));
    }

    /** Through upper case, as {@link String#equalsIgnoreCase} goes, so that both sigmas are one. */
    private static String folded(String text) {
        String composed = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        StringBuilder folded = new StringBuilder(composed.length());
        boolean gap = false;
        for (int i = 0; i < composed.length(); i++) {
            char c = composed.charAt(i);
            boolean space = Character.isWhitespace(c) || c == '\u00a0';
            if (!space || !gap) {
                folded.append(space ? ' ' : c);
            }
            gap = space;
        }
        return folded.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /** Without the values: they may be somebody's. */
    @Override
    public String toString() {
        return "AllowList[" + values.size() + " values, " + patterns.size() + " patterns]";
    }
}
