package io.compuerta.gateway.config;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A keyed digest, HMAC-SHA256 (RFC 2104). Immutable and thread-safe; it never prints its key. */
public final class Hmac {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param key copied */
    public Hmac(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** A fresh computation, for one thread. */
    public Mac begin() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** The 32 bytes of one message. */
    public byte[] of(byte[] message) {
        return begin().doFinal(message);
    }

    @Override
    public String toString() {
        return "Hmac";
    }
}
