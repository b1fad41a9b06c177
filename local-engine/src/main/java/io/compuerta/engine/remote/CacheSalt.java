package io.compuerta.engine.remote;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What keeps the prompts of one scope from being found among another's in a server's prefix cache. Nobody outside can
 * guess it, and it does not tell the scope's name. It is another one after a restart, which costs one cold cache.
 */
final class CacheSalt {

    private final byte[] secret = new byte[32];

    CacheSalt() {
        new SecureRandom().nextBytes(secret);
    }

    /** The same for the same scope. */
    String of(String scope) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(secret);
            return HexFormat.of().formatHex(digest.digest(scope.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
