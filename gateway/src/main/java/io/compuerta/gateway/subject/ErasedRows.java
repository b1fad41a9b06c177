package io.compuerta.gateway.subject;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a subject was taken out of.
 *
 * @param requests   requests that no longer name their user
 * @param feedback   ratings of those requests; they have no reason any more
 * @param egress     records of calls outside that no longer name their user
 * @param recipients who received text of theirs, as far as it was on record
 */
public record ErasedRows(long requests, long feedback, long egress, List<Recipient> recipients) {

    public ErasedRows {
        recipients = List.copyOf(recipients);
    }

    /**
     * A provider that got calls of the subject, with placeholders in the place of what was found.
     *
     * @param last          when the newest of them left
     * @param retentionDays how long it keeps requests, as configured at the newest; empty when not stated
     */
    public record Recipient(String provider, long calls, Instant last, OptionalInt retentionDays) {}
}
