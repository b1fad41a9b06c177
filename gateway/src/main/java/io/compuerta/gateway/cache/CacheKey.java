package io.compuerta.gateway.cache;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.policy.decide.Placement;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What makes two requests the same: tenant, policy and everything in the anonymized request that shapes the answer, with
 * a digest of what was masked or hashed in it. How it is delivered (streamed or not) and who asks do not.
 */
final class CacheKey {

    private static final List<String> IRRELEVANT = List.of(
            "stream",
            "stream_options",
            "user",
            "safety_identifier",
            "metadata",
            "store",
            "prompt_cache_key",
            "prompt_cache_retention",
            "service_tier");

    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private CacheKey() {}

    /** @return empty when the caller wants a fresh answer: it set a temperature above 0, or asked for several answers */
    static Optional<String> of(AnonymizedCall call, String policyVersion, String outputVersion) {
        ChatRequest request = call.outgoing();
        boolean variety = request.number("temperature").filter(t -> t > 0).isPresent() || request.choices() > 1;
        if (!call.call().cacheAllowed() || variety) {
            return Optional.empty();
        }
        ObjectNode shape = request.copyJson();
        IRRELEVANT.forEach(shape::remove);
        shape.put("compuerta:tenant", call.caller().tenant());
        shape.put("compuerta:policy", policyVersion);
        // Values that were masked look alike, but the answer to one of them is none to another.
        String masked = call.vault().fingerprint();
        if (!masked.isEmpty()) {
            shape.put("compuerta:masked", masked);
        }
        // What must be answered inside is not answered by what was once said outside.
        if (call.placement() != Placement.ANYWHERE) {
            shape.put("compuerta:placement", call.placement().name());
        }
        shape.put("compuerta:output", outputVersion);
        // With a label the policy may choose another model.
        call.call().labels().sensitivity().ifPresent(level -> shape.put("compuerta:sensitivity", level.word()));
        call.call().labels().task().ifPresent(task -> shape.put("compuerta:task", task.word()));
        return Optional.of(sha256(shape));
    }

    private static String sha256(JsonNode shape) {
        try {
            // As plain maps, since trees keep the order in which a client happened to write its keys.
            byte[] bytes = CANONICAL.writeValueAsBytes(CANONICAL.treeToValue(shape, Object.class));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
