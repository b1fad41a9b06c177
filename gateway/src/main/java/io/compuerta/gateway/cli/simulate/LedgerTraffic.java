package io.compuerta.gateway.cli.simulate;

import io.compuerta.gateway.accounting.PastCall;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.Facts;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.simulate.PastRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** From the ledger's entries to what a policy sees. */
final class LedgerTraffic {

    private final Replay replay;
    private final ZoneId zone;

    /** @param zone of the gateway, for conditions on the hour */
    LedgerTraffic(Replay replay, ZoneId zone) {
        this.replay = replay;
        this.zone = zone;
    }

    void add(PastCall call) {
        if (call.signals().isEmpty()) {
            replay.leaveOut(why(call));
            return;
        }
        Facts facts = facts(
                call.signals().get(), call.tenant(), call.userDigest(), call.askedModel(), call.receivedAt(), zone);
        Optional<PastRequest.PastAnswer> answer =
                call.model().flatMap(model -> call.cost().map(cost -> new PastRequest.PastAnswer(model, cost)));
        replay.add(new PastRequest(
                call.requestId(),
                call.receivedAt(),
                facts,
                Optional.of(call.tokens()).filter(tokens -> call.model().isPresent()),
                answer));
    }

    private static String why(PastCall call) {
        if (call.cached()) {
            return "answered from the cache, before any rule";
        }
        return call.model().isEmpty()
                ? "ended before an answer, so no signals were kept"
                : "written by an older version, without language, modality and tools";
    }

    static Facts facts(Signals signals, String tenant, String user, String asked, Instant at, ZoneId zone) {
        // As the gateway itself does: every id of the local engine asks for the local engine.
        String model = asked.startsWith(ModelId.LOCAL_PROVIDER + "/") ? "local" : asked;
        return new Facts(
                signals, new Caller(tenant, user), model, at.atZone(zone).getHour());
    }
}
