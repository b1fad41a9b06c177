package io.compuerta.gateway.testing;

import io.compuerta.gateway.egress.EgressRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Records of what left, as a gateway would make them. */
public final class EgressRecords {

    public static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private EgressRecords() {}

    public static EgressRecord sent(String requestId, Instant at, String tenant, String user, String provider) {
        return record(requestId, at, tenant, user, provider, Optional.empty());
    }

    public static EgressRecord refused(String requestId, String why) {
        return record(requestId, NOON, "acme", "0123456789abcdef", "europe", Optional.of(why));
    }

    private static EgressRecord record(
            String requestId, Instant at, String tenant, String user, String provider, Optional<String> refused) {
        return new EgressRecord(
                at,
                requestId,
                tenant,
                user,
                provider,
                "big",
                List.of("de", "es"),
                OptionalInt.of(30),
                Optional.of(false),
                "personal",
                "a rule, with a comma",
                "p1",
                Map.of("EMAIL", 2, "PERSON", 1),
                "first",
                1,
                1234,
                "ab".repeat(32),
                refused);
    }
}
