package io.compuerta.policy.yaml;

import java.util.Comparator;

/**
 * Something wrong in a configuration file, in words for the person who wrote it.
 *
 * @param file    the name to show, as the caller gave it
 * @param line    1 for the first line
 * @param column  1 for the first character
 * @param message what is wrong and what is allowed; never a secret
 */
public record Problem(String file, int line, int column, String message) implements Comparable<Problem> {

    private static final Comparator<Problem> READING_ORDER =
            Comparator.comparing(Problem::file).thenComparingInt(Problem::line).thenComparingInt(Problem::column);

    @Override
    public int compareTo(Problem other) {
        return READING_ORDER.compare(this, other);
    }

    /** The form that editors turn into a link: {@code policies.yaml:12:9: unknown key 'rout'}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
