package io.compuerta.gateway.testing;

import io.compuerta.gateway.auth.ApiKey;
import io.compuerta.gateway.limit.Reservation;
import io.compuerta.gateway.limit.UserLimits;
import io.compuerta.gateway.pipeline.AdmittedCall;
import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.AuthenticatedCall;
import io.compuerta.gateway.pipeline.ChatCall;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.gateway.pipeline.InspectedCall;
import io.compuerta.gateway.privacy.Privacy;
import io.compuerta.gateway.privacy.UserPseudonyms;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.privacy.PrivacyRules;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.ObjectNode;

/** Calls at each stage of the pipeline, for tests of one stage. */
public final class Calls {

    private static final byte[] MASTER = "a master key of the tests, 32 by".getBytes(StandardCharsets.UTF_8);

    private static final Privacy PRIVACY = new Privacy(
            tenant -> PrivacyRules.standard(),
            new DetectorPool(1, 10, Duration.ofSeconds(30)),
            MASTER,
            new UserPseudonyms(MASTER),
            (action, types) -> {});

    private Calls() {}

    /** A reservation that remembers how it ended. */
    public static final class Remembering implements Reservation {

        public final AtomicLong settled = new AtomicLong(-1);
        public final AtomicLong ends = new AtomicLong();
        public final AtomicLong released = new AtomicLong();

        @Override
        public void settle(long tokens) {
            settled.set(tokens);
            ends.incrementAndGet();
        }

        @Override
        public void release() {
            released.incrementAndGet();
            ends.incrementAndGet();
        }

        @Override
        public Standing standing() {
            return Standing.UNLIMITED;
        }
    }

    public static AuthenticatedCall authenticated(ObjectNode request, String tenant, UserLimits limits) {
        ChatRequest chat = new ChatRequest(request);
        ChatCall call = new ChatCall("req-1", chat, "", true, System.nanoTime());
        ApiKey key = new ApiKey("tests", tenant, limits);
        return new AuthenticatedCall(call, key, new Caller(tenant, chat.user().orElse("tests")));
    }

    public static AdmittedCall admitted(ObjectNode request, String tenant, Reservation reservation) {
        return new AdmittedCall(authenticated(request, tenant, UserLimits.UNLIMITED), reservation);
    }

    /** Through the real anonymizer. */
    public static AnonymizedCall anonymized(ObjectNode request, String tenant) {
        return anonymized(admitted(request, tenant, new Remembering()));
    }

    public static AnonymizedCall anonymized(AdmittedCall admitted) {
        return PRIVACY.anonymize(new InspectedCall(admitted, FirewallVerdict.CLEAN))
                .block();
    }

    public static AnonymizedCall anonymized(String text) {
        return anonymized(Chat.json("auto", text), "acme");
    }
}
