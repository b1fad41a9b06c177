package io.compuerta.policy.yaml;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${NAME}} and {@code ${NAME:default}}. One pass: a value that itself holds {@code ${...}} stays as it is. */
final class Substitution {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?}");

    private Substitution() {}

    /** Whether every <code>${</code> in the text is a well-formed reference. */
    static boolean isWellFormed(String text) {
        return !REFERENCE.matcher(text).replaceAll("").contains("${");
    }

    /** The text with its references replaced; empty when one of them has neither a value nor a default. */
    static Optional<String> replace(String text, Environment environment) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String fallback = matcher.group(2);
            // An empty variable counts as unset, as in a shell's ${NAME:-default}: compose files pass empty ones.
            Optional<String> value = environment
                    .find(matcher.group(1))
                    .filter(found -> !found.isBlank())
                    .or(() -> Optional.ofNullable(fallback));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(value.get()));
        }
        return Optional.of(matcher.appendTail(out).toString());
    }
}
