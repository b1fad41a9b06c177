package io.compuerta.gateway.testing;

import io.compuerta.gateway.egress.BodyDigest;
import io.compuerta.gateway.egress.EgressGate;
import io.compuerta.gateway.egress.EgressRecord;
import io.compuerta.gateway.egress.EgressSettings;
import io.compuerta.gateway.privacy.EgressGuard;
import io.compuerta.gateway.privacy.UserPseudonyms;
import io.compuerta.policy.decide.DataTerms;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

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

    /** A way out that checks what leaves and forgets what it would record. */
    public static EgressGate.Exit unrecorded() {
        byte[] secret = "a secret of the tests".getBytes(StandardCharsets.UTF_8);
        return new EgressGate(
                        new EgressGuard(types -> {}),
                        (record, received, awaited) -> CompletableFuture.completedFuture(null),
                        new BodyDigest(secret),
                        new UserPseudonyms(secret),
                        new EgressSettings(false, Duration.ofSeconds(2)),
                        Clock.systemUTC())
                .to("stub", DataTerms.UNKNOWN);
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
