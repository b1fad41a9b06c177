package io.compuerta.gateway.privacy;

import io.compuerta.gateway.config.Hmac;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import javax.crypto.Mac;

/**
 * The secret from which placeholders are derived. Calls with the same key give the same value the same placeholder,
 * so the turns of a conversation agree without stored state; without the key a placeholder says nothing about the
 * value, and a value cannot be tried against a placeholder. Immutable and safe for use by several threads.
 */
public final class PlaceholderKey {

    private static final int MIN_BYTES = 16;

    private final Hmac digest;

    private PlaceholderKey(byte[] secret) {
        this.digest = new Hmac(secret);
    }

    /**
     * Derives the key of one scope from the installation's secret.
     *
     * @param master at least 16 secret bytes; copied
     * @param tenant whose values may share placeholders; never shared between tenants
     * @param scope  a conversation id for placeholders that agree within it only, or an empty text for the whole tenant
     *               (then equal questions of its conversations share the cache)
     */
    public static PlaceholderKey derive(byte[] master, String tenant, String scope) {
        if (master.length < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "a placeholder master key needs at least " + MIN_BYTES + " bytes, not " + master.length);
        }
        byte[] name = tenant.getBytes(StandardCharsets.UTF_8);
        Mac mac = new PlaceholderKey(master).mac();
        mac.update("compuerta placeholder".getBytes(StandardCharsets.UTF_8));
        // The length first: tenant "a" with scope "bc" must not meet tenant "ab" with scope "c".
        mac.update(new byte[] {
            (byte) (name.length >>> 24), (byte) (name.length >>> 16), (byte) (name.length >>> 8), (byte) name.length
        });
        mac.update(name);
        return new PlaceholderKey(mac.doFinal(scope.getBytes(StandardCharsets.UTF_8)));
    }

    /** A key nobody else has: placeholders agree within the calls that share this object. */
    public static PlaceholderKey random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return new PlaceholderKey(bytes);
    }

    /** A fresh function keyed with this secret, for one thread. */
    Mac mac() {
        return digest.begin();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "PlaceholderKey[...]";
    }
}
