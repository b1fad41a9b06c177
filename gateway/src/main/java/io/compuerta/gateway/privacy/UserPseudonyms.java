package io.compuerta.gateway.privacy;

import io.compuerta.gateway.subject.Subject;
import io.compuerta.policy.decide.Caller;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Names users to providers, in logs and in the ledger without naming them: a keyed digest, since a bare one of a phone number is guessed. */
public final class UserPseudonyms {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LENGTH = 16;

    private final SecretKeySpec secret;

    public UserPseudonyms(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    /** The caller as books and caches may name them. */
    public Subject subject(Caller caller) {
        return new Subject(caller.tenant(), of(caller.tenant(), caller.user()));
    }

    public String of(String tenant, String user) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update(("user:" + tenant.length() + ":" + tenant).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of()
                    .formatHex(mac.doFinal(user.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
