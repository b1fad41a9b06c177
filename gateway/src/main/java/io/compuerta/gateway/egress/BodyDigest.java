package io.compuerta.gateway.egress;

import io.compuerta.gateway.config.Hmac;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Names a body without telling it: HMAC-SHA256 (RFC 2104) under a key of the installation. A bare SHA-256 would do for
 * proving that a body is the one, but most bodies are a frame that everybody knows around a short question: whoever reads
 * the records could try questions until one fits. Thread-safe.
 */
public final class BodyDigest {

    private final Hmac digest;

    /** @param secret the installation's; the key is derived from it, so that no other digest of it can be taken for one of a body */
    public BodyDigest(byte[] secret) {
        this.digest = new Hmac(new Hmac(secret).of("compuerta egress body".getBytes(StandardCharsets.UTF_8)));
    }

    /** 64 hexadecimal digits. */
    public String of(byte[] body) {
        return HexFormat.of().formatHex(digest.of(body));
    }
}
