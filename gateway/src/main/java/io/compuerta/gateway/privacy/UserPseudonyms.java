package io.compuerta.gateway.privacy;

import io.compuerta.gateway.config.Hmac;
import io.compuerta.gateway.subject.Subject;
import io.compuerta.policy.decide.Caller;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;

/** Names users to providers, in logs and in the ledger without naming them: a keyed digest, since a bare one of a phone number is guessed. */
public final class UserPseudonyms {

    private static final int LENGTH = 16;

    private final Hmac digest;

    public UserPseudonyms(byte[] secret) {
        this.digest = new Hmac(secret);
    }

    /** The caller as books and caches may name them. */
    public Subject subject(Caller caller) {
        return new Subject(caller.tenant(), of(caller.tenant(), caller.user()));
    }

    public String of(String tenant, String user) {
        Mac mac = digest.begin();
        mac.update(("user:" + tenant.length() + ":" + tenant).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of()
                .formatHex(mac.doFinal(user.getBytes(StandardCharsets.UTF_8)))
                .substring(0, LENGTH);
    }
}
