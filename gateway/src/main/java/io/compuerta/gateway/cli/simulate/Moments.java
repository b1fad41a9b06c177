package io.compuerta.gateway.cli.simulate;

import io.compuerta.policy.decide.Situation;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * What surrounded a past request, as far as it is known: hour and weekday. Otherwise nothing was going on.
 *
 * @param zone    of the gateway
 * @param healthy the providers that count as healthy
 */
record Moments(ZoneId zone, Set<String> healthy) {

    /** Draws a lot by the id, so that the same traffic gives the same simulation. */
    Situation at(Instant time, String id) {
        ZonedDateTime there = time.atZone(zone);
        return Situation.quiet(there.getHour(), there.getDayOfWeek())
                .withHealthy(healthy)
                .withLot(id.hashCode() * 0x9E3779B97F4A7C15L);
    }
}
