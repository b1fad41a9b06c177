package io.compuerta.gateway.egress;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names a body without telling it: HMAC-SHA256 (RFC 2104) under a key of the installation. A bare SHA-256 would do for
 * proving that a body is the one, but most bodies are a frame that everybody knows around a short question: whoever reads
 * the records could try questions until one fits. Thread-safe.
 */
public final class BodyDigest {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param secret the installation's; the key is derived from it, so that no other digest of it can be taken for one of a body */
    public BodyDigest(byte[] secret) {
        byte[] derived = mac(new SecretKeySpec(secret, ALGORITHM))
                .doFinal("compuerta egress body".getBytes(StandardCharsets.UTF_8));
        this.key = new SecretKeySpec(derived, ALGORITHM);
    }

    /** 64 hexadecimal digits. */
    public String of(byte[] body) {
        return HexFormat.of().formatHex(mac(key).doFinal(body));
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
