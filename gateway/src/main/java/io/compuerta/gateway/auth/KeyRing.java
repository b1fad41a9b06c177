package io.compuerta.gateway.auth;

import io.compuerta.gateway.limit.UserLimits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keys that are valid here, found by their SHA-256. Looking up a digest leaks nothing useful through timing: an
 * attacker cannot steer the digest of a guess. Immutable.
 */
public final class KeyRing {

    /** Works only when the gateway is bound to loopback and no {@code keys.yaml} exists. */
    public static final String DEVELOPMENT_KEY = "compuerta-dev";

    private final String version;
    private final Map<String, ApiKey> bySha256;

    /**
     * @param version  names the content
     * @param bySha256 lower-case hex digests to keys
     */
    public KeyRing(String version, Map<String, ApiKey> bySha256) {
        this.version = version;
        this.bySha256 = Map.copyOf(bySha256);
    }

    /** The one unlimited key for trying things out on one's own machine. */
    public static KeyRing development() {
        ApiKey key = new ApiKey("development", "development", UserLimits.UNLIMITED, true);
        return new KeyRing("development", Map.of(sha256(DEVELOPMENT_KEY), key));
    }

    /** The key that was presented, or empty when it is not one of ours. */
    public Optional<ApiKey> find(String presented) {
        return Optional.ofNullable(bySha256.get(sha256(presented)));
    }

    /** A short hash of the file: the same text gives the same version. */
    String version() {
        return version;
    }

    /** The tenants that own a key. */
    Set<String> tenants() {
        return bySha256.values().stream().map(ApiKey::tenant).collect(Collectors.toUnmodifiableSet());
    }

    /** The ids of a tenant's keys. */
    Set<String> ids(String tenant) {
        return bySha256.values().stream()
                .filter(key -> key.tenant().equals(tenant))
                .map(ApiKey::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    static String sha256(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
