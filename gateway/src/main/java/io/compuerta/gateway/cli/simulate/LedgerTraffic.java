package io.compuerta.gateway.cli.simulate;

import io.compuerta.gateway.accounting.PastCall;
import io.compuerta.policy.decide.Ask;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.Facts;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.simulate.PastRequest;
import java.util.Optional;

/** From the ledger's entries to what a policy sees. */
final class LedgerTraffic {

    private final Replay replay;
    private final Moments moments;

    LedgerTraffic(Replay replay, Moments moments) {
        this.replay = replay;
        this.moments = moments;
    }

    void add(PastCall call) {
        if (call.signals().isEmpty()) {
            replay.leaveOut(why(call));
            return;
        }
        Facts facts = new Facts(
                call.signals().get(),
                ask(call.askedModel()),
                new Caller(call.tenant(), call.userDigest()),
                moments.at(call.receivedAt(), call.requestId()));
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

    /** Of what the caller asked for the ledger knows the model only. */
    private static Ask ask(String asked) {
        // As the gateway itself does: every id of the local engine asks for the local engine.
        return Ask.of(asked.startsWith(ModelId.LOCAL_PROVIDER + "/") ? PolicySet.LOCAL : asked);
    }
}
