package io.compuerta.gateway.cli.explain;

import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes explanations as {@code docs/explain.md} describes them; programs measure Compuerta by this form. */
final class ExplanationJson {

    private static final double DIGITS = 1e6;

    private final JsonMapper json;

    ExplanationJson(JsonMapper json) {
        this.json = json;
    }

    ObjectNode write(JsonNode id, Question question, Explanation explanation) {
        ObjectNode line = json.createObjectNode();
        line.set("id", id);
        var complexity = explanation.signals().complexity();
        line.putObject("complexity")
                .put("score", rounded(complexity.score()))
                .put("label", complexity.label().word());
        var sensitivity = explanation.signals().sensitivity();
        ArrayNode topics = line.putObject("sensitivity")
                .put("label", sensitivity.level().word())
                .putArray("topics");
        sensitivity.topics().stream().sorted().forEach(topic -> topics.add(topic.word()));
        FirewallVerdict firewall = explanation.signals().firewall();
        line.putObject("firewall")
                .put("score", rounded(firewall.score()))
                .put("blocked", firewall.blocked())
                .put("kind", firewall.kind().map(kind -> kind.word()).orElse(null));
        ArrayNode pii = line.putArray("pii");
        for (Explanation.Span span : explanation.pii()) {
            ObjectNode entry = pii.addObject();
            if (question.messages()) {
                entry.put("message", span.message());
            }
            entry.put("start", span.start())
                    .put("end", span.end())
                    .put("type", span.type().name());
        }
        line.set("route", route(explanation.decision()));
        return line;
    }

    private ObjectNode route(RouteDecision decision) {
        ObjectNode route = json.createObjectNode();
        switch (decision) {
            case RouteDecision.Serve serve ->
                route.put("target", serve.first().target())
                        .put("model", serve.first().model().toString());
            // No place may answer.
            case RouteDecision.Refuse refuse -> route.putNull("target").putNull("model");
        }
        route.put("rule", decision.rule()).put("reason", decision.reason());
        ArrayNode rejected = route.putArray("rejected");
        for (RouteDecision.Rejected not : decision.rejected()) {
            rejected.addObject().put("model", not.model().toString()).put("reason", not.reason());
        }
        return route;
    }

    /** Six digits say all there is, and keep the file small. */
    private static double rounded(double score) {
        return Math.round(score * DIGITS) / DIGITS;
    }
}
