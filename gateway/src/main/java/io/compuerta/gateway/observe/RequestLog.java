package io.compuerta.gateway.observe;

import io.compuerta.gateway.accounting.LedgerEntry;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.policy.money.NanoUsd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One JSON line a request, on the logger {@code compuerta.requests}. Never the text of a prompt or an answer. */
public final class RequestLog {

    private static final Logger log = LoggerFactory.getLogger("compuerta.requests");

    private final JsonMapper json;

    public RequestLog(JsonMapper json) {
        this.json = json;
    }

    public void write(LedgerEntry entry) {
        if (log.isInfoEnabled()) {
            log.info(json.writeValueAsString(line(entry)));
        }
    }

    private ObjectNode line(LedgerEntry entry) {
        ObjectNode line = json.createObjectNode();
        line.put("request_id", entry.requestId());
        line.put("received_at", entry.receivedAt().toString());
        line.put("tenant", entry.tenant());
        line.put("key", entry.keyId());
        line.put("user", entry.userDigest());
        line.put("operation", entry.operation().word());
        line.put("asked_model", entry.askedModel());
        line.put("outcome", entry.outcome().word());
        entry.errorCode().ifPresent(code -> line.put("error", code));
        entry.route().ifPresent(route -> line.put("route", route));
        entry.origin().ifPresent(origin -> origin(origin, line));
        line.put("stream", entry.streamed());
        line.put("prompt_tokens", entry.tokens().prompt());
        line.put("cached_tokens", entry.tokens().cachedPrompt());
        line.put("completion_tokens", entry.tokens().completion());
        entry.discarded().ifPresent(work -> {
            line.put("discarded_prompt_tokens", work.tokens().prompt());
            line.put("discarded_completion_tokens", work.tokens().completion());
        });
        line.put("cost_status", entry.costStatus());
        entry.cost().flatMap(cost -> cost.amount()).map(NanoUsd::toUsd).ifPresent(usd -> line.put("cost_usd", usd));
        entry.saved().map(NanoUsd::toUsd).ifPresent(usd -> line.put("saved_usd", usd));
        entry.signals().ifPresent(signals -> {
            line.put("complexity", signals.complexity().score());
            line.put("sensitivity", signals.sensitivity().level().word());
            line.put("firewall", signals.firewall().score());
            if (signals.firewall().blocked()) {
                // An attack that went on all the same, as firewall.yaml wants it.
                line.put("firewall_flagged", true);
            }
        });
        var types = line.putArray("pii");
        entry.pii().stream().sorted().forEach(type -> types.add(type.name()));
        if (!entry.guarded().isEmpty()) {
            var guarded = line.putArray("output");
            entry.guarded().stream().sorted().forEach(guarded::add);
        }
        entry.firstToken().ifPresent(first -> line.put("first_token_ms", first.toMillis()));
        line.put("duration_ms", entry.duration().toMillis());
        return line;
    }

    private static void origin(Origin origin, ObjectNode line) {
        line.put("target", origin.route().target());
        line.put("model", origin.model().toString());
        line.put("rule", origin.rule());
        line.put("policy", origin.policy());
        line.put("cache", origin.cache().word());
        line.put("fallbacks", origin.fallbacks());
        origin.cascade().ifPresent(verdict -> {
            line.put("cascade", verdict.word());
            line.put("cascade_reason", verdict.reason());
        });
    }
}
