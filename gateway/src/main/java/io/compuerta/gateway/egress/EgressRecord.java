package io.compuerta.gateway.egress;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What is kept of one call to a premium provider, whether its bytes left or were held back. Plain words and numbers, no
 * text and no value: it is read again years later, by other versions.
 *
 * @param at            when its bytes were final
 * @param userDigest    keyed; {@code erased} once the user was erased
 * @param provider      the id in {@code providers.yaml}
 * @param model         the provider's own name for it
 * @param residency     regions where the provider processes, as configured then; empty when not stated
 * @param retentionDays how long the provider keeps requests, 0 for not at all; empty when not stated
 * @param training      whether the provider may train on requests; empty when not stated
 * @param sensitivity   the request's level
 * @param rule          the policy's rule that sent it
 * @param policy        the version of that policy
 * @param replaced      how many values of each type stand as placeholders in the call's texts
 * @param purpose       {@code first}, {@code fallback} or {@code escalation}
 * @param attempt       1 for the first try of the model, more for its repetitions
 * @param bytes         size of the body
 * @param hmac          keyed hash of exactly that body: HMAC-SHA256, 64 hexadecimal digits
 * @param refused       why the body was held back; empty when it was handed to the network
 */
public record EgressRecord(
        Instant at,
        String requestId,
        String tenant,
        String userDigest,
        String provider,
        String model,
        List<String> residency,
        OptionalInt retentionDays,
        Optional<Boolean> training,
        String sensitivity,
        String rule,
        String policy,
        Map<String, Integer> replaced,
        String purpose,
        int attempt,
        long bytes,
        String hmac,
        Optional<String> refused) {

    public static final String SENT = "sent";
    public static final String REFUSED = "refused";

    public EgressRecord {
        residency = List.copyOf(residency);
        replaced = Collections.unmodifiableMap(new TreeMap<>(replaced));
    }

    /** {@code sent} or {@code refused}. */
    public String outcome() {
        return refused.isEmpty() ? SENT : REFUSED;
    }
}
