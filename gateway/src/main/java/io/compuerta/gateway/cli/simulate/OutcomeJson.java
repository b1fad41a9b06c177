package io.compuerta.gateway.cli.simulate;

import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.simulate.Change;
import io.compuerta.policy.simulate.Comparison;
import io.compuerta.policy.simulate.Side;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A simulation for programs. An amount that is not known is null, never 0. */
final class OutcomeJson {

    private final JsonMapper json = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    String write(Outcome outcome) {
        Comparison found = outcome.comparison();
        ObjectNode root = json.createObjectNode();
        root.put("source", outcome.source());
        root.put("requests", found.requests());
        ObjectNode leftOut = root.putObject("left_out");
        outcome.replay().leftOut().forEach(leftOut::put);
        Replay.Recorded recorded = outcome.replay().recorded();
        if (recorded.local() + recorded.premium() > 0) {
            ObjectNode was = root.putObject("recorded")
                    .put("local", recorded.local())
                    .put("premium", recorded.premium())
                    .put("local_share", recorded.localShare());
            amount(was, "cost_usd", recorded.cost(), recorded.unknown() < recorded.local() + recorded.premium());
            was.put("cost_unknown", recorded.unknown());
        } else {
            root.putNull("recorded");
        }
        side(root.putObject("before"), outcome.before(), found.before());
        side(root.putObject("after"), outcome.after(), found.after());
        amount(root, "difference_usd", found.difference(), found.differenceOf() > 0);
        root.put("difference_of", found.differenceOf());
        root.put("changed", found.changed());
        root.put("same_model_other_rule", found.otherRule());
        ArrayNode changes = root.putArray("changes");
        found.changes().forEach(change -> change(changes.addObject(), outcome, change));
        root.put("summary", outcome.summary());
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static void side(ObjectNode node, CompiledPolicy policy, Side side) {
        node.put("policy_version", policy.policies().version());
        node.put("local", side.local());
        node.put("premium", side.premium());
        node.put("refused", side.refused());
        node.put("local_share", side.localShare());
        amount(node, "cost_usd", side.cost(), side.unknown() < side.requests());
        node.put("cost_estimated", side.estimated());
        node.put("cost_unknown", side.unknown());
        amount(node, "saved_usd", side.saved(), side.savedOf() > 0);
        node.put("saved_of", side.savedOf());
    }

    private static void change(ObjectNode node, Outcome outcome, Change change) {
        node.put("requests", change.requests());
        taken(node.putObject("before"), change.before());
        taken(node.putObject("after"), change.after())
                .put("when", outcome.condition(change.after().rule()).orElse(null));
        amount(node, "difference_usd", change.difference(), change.differenceOf() > 0);
        node.put("difference_of", change.differenceOf());
        ArrayNode examples = node.putArray("examples");
        change.examples().forEach(examples::add);
    }

    private static ObjectNode taken(ObjectNode node, Change.Taken taken) {
        return node.put("rule", taken.rule()).put("model", taken.model().orElse(null));
    }

    private static void amount(ObjectNode node, String name, NanoUsd amount, boolean known) {
        if (known) {
            node.put(name, amount.toUsd());
        } else {
            node.putNull(name);
        }
    }
}
