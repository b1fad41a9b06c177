package io.compuerta.gateway.egress;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A moment as people write it: an age ({@code 24h}), a day, or a time with its offset. */
public final class Moment {

    /** What {@link #parse} takes, for messages. */
    public static final String ALLOWED = "an age (90m, 24h, 7d), a day (2026-11-22) or a time (2026-11-22T14:00:00Z)";

    private static final Pattern AGE = Pattern.compile("([1-9][0-9]{0,5})([mhd])");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private Moment() {}

    /** @return empty for any other text; a day begins at midnight UTC */
    public static Optional<Instant> parse(String text, Instant now) {
        Matcher age = AGE.matcher(text);
        if (age.matches()) {
            long count = Long.parseLong(age.group(1));
            return Optional.of(now.minus(
                    switch (age.group(2)) {
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    }));
        }
        try {
            return Optional.of(
                    DAY.matcher(text).matches()
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
