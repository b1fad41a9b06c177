package io.compuerta.policy.decide;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What becomes of data at a provider, as far as it is stated.
 *
 * @param inside        text never leaves this machine; then nothing else matters
 * @param residency     every region where data may be processed ({@code eu}, {@code us}, a country's two letters); empty
 *                      when not stated
 * @param retentionDays how long requests are kept, 0 for not at all; empty when not stated
 * @param training      whether requests may be used to train models; empty when not stated
 */
public record DataTerms(boolean inside, Set<String> residency, OptionalInt retentionDays, Optional<Boolean> training) {

    /** Nothing is stated. */
    public static final DataTerms UNKNOWN = new DataTerms(Set.of(), OptionalInt.empty(), Optional.empty());

    /** The embedded engine: it meets every demand. */
    public static final DataTerms INSIDE = new DataTerms(true, Set.of(), OptionalInt.of(0), Optional.of(false));

    private static final Pattern DAYS = Pattern.compile("([1-9][0-9]{0,4})d");

    public DataTerms {
        residency = Set.copyOf(residency);
    }

    /** Of a provider outside. */
    public DataTerms(Set<String> residency, OptionalInt retentionDays, Optional<Boolean> training) {
        this(false, residency, retentionDays, training);
    }

    /** Days from {@code none} or {@code 30d}; empty for any other text. */
    public static OptionalInt parseRetention(String text) {
        if (text.equals("none")) {
            return OptionalInt.of(0);
        }
        Matcher days = DAYS.matcher(text);
        return days.matches() ? OptionalInt.of(Integer.parseInt(days.group(1))) : OptionalInt.empty();
    }
}
