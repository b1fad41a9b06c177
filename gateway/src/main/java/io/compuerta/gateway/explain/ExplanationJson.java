package io.compuerta.gateway.explain;

import io.compuerta.policy.decide.Route;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.signal.complexity.Contribution;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes explanations as {@code docs/explain.md} describes them; programs measure Compuerta by this form. */
public final class ExplanationJson {

    private static final double DIGITS = 1e6;

    private final JsonMapper json;

    public ExplanationJson(JsonMapper json) {
        this.json = json;
    }

    /** @param id given back as it is */
    public ObjectNode write(JsonNode id, Question question, Explanation explanation) {
        ObjectNode line = json.createObjectNode();
        line.set("id", id);
        var complexity = explanation.signals().complexity();
        ObjectNode judged = line.putObject("complexity")
                .put("score", rounded(complexity.score()))
                .put("label", complexity.label().word())
                .put("threshold", rounded(explanation.foreseen().threshold()));
        explanation
                .calibration()
                .ifPresent(known ->
                        judged.put("shipped", rounded(complexity.shipped())).put("calibration", known.toString()));
        ArrayNode features = judged.putArray("features");
        for (Contribution part : explanation.weighed()) {
            features.addObject().put("name", part.feature()).put("contribution", rounded(part.logit()));
        }
        var sensitivity = explanation.signals().sensitivity();
        ArrayNode topics = line.putObject("sensitivity")
                .put("label", sensitivity.level().word())
                .putArray("topics");
        sensitivity.topics().stream().sorted().forEach(topic -> topics.add(topic.word()));
        FirewallVerdict firewall = explanation.signals().firewall();
        ObjectNode judgedHostile = line.putObject("firewall")
                .put("score", rounded(firewall.score()))
                .put("blocked", firewall.blocked())
                .put("kind", firewall.kind().map(kind -> kind.word()).orElse(null))
                .put("action", explanation.firewall().word());
        ArrayNode reasons = judgedHostile.putArray("reasons");
        firewall.reasons().forEach(reasons::add);
        why(judgedHostile, question, explanation.why());
        ArrayNode pii = line.putArray("pii");
        for (Explanation.Span span : explanation.pii()) {
            ObjectNode entry = pii.addObject();
            if (question.messages()) {
                entry.put("message", span.message());
            }
            entry.put("start", span.start())
                    .put("end", span.end())
                    .put("type", span.type().name())
                    .put("confidence", rounded(span.confidence()))
                    .put("detector", span.detector())
                    .put("action", span.action().word());
        }
        line.set("route", route(explanation));
        return line;
    }

    private static void why(ObjectNode firewall, Question question, FirewallReasons reasons) {
        ArrayNode windows = firewall.putArray("windows");
        for (FirewallReasons.Window window : reasons.windows()) {
            ObjectNode entry = windows.addObject();
            if (question.messages()) {
                entry.put("message", reasons.message());
            }
            entry.put("start", window.start()).put("end", window.end()).put("score", rounded(window.score()));
        }
        ArrayNode features = firewall.putArray("features");
        for (FirewallReasons.Feature feature : reasons.features()) {
            ObjectNode entry = features.addObject()
                    .put("name", feature.name())
                    .put("contribution", rounded(feature.contribution()));
            if (feature.start() >= 0) {
                entry.put("start", feature.start()).put("end", feature.end());
            }
        }
    }

    private ObjectNode route(Explanation explanation) {
        RouteDecision decision = explanation.foreseen().decision();
        ObjectNode route = json.createObjectNode();
        switch (decision) {
            case RouteDecision.Serve serve ->
                route.put("target", serve.first().target())
                        .put("model", serve.first().model().toString());
            // No place may answer.
            case RouteDecision.Refuse refuse -> route.putNull("target").putNull("model");
        }
        route.put("rule", decision.rule()).put("reason", decision.reason());
        route.put("policy", explanation.foreseen().policy());
        ArrayNode candidates = route.putArray("candidates");
        if (decision instanceof RouteDecision.Serve serve) {
            for (Route candidate : serve.candidates()) {
                ObjectNode node = candidates
                        .addObject()
                        .put("target", candidate.target())
                        .put("model", candidate.model().toString());
                cost(explanation.costs().get(candidate.model()), node);
            }
        }
        ArrayNode rejected = route.putArray("rejected");
        for (RouteDecision.Rejected not : decision.rejected()) {
            ObjectNode node =
                    rejected.addObject().put("model", not.model().toString()).put("reason", not.reason());
            cost(explanation.costs().get(not.model()), node);
        }
        route.putObject("cost_of")
                .put("prompt_tokens", explanation.signals().promptTokens())
                .put("answer_tokens", explanation.answerTokens());
        return route;
    }

    /** Null when the price is unknown, which is not nothing. */
    private static void cost(@Nullable Cost cost, ObjectNode node) {
        node.put(
                "cost_usd",
                Optional.ofNullable(cost)
                        .flatMap(Cost::amount)
                        .map(NanoUsd::toUsd)
                        .orElse(null));
    }

    /** Six digits say all there is, and keep the file small. */
    private static double rounded(double score) {
        return Math.round(score * DIGITS) / DIGITS;
    }
}
