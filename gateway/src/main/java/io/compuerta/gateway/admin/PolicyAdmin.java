package io.compuerta.gateway.admin;

import io.compuerta.gateway.config.LiveFile;
import io.compuerta.gateway.decide.PolicyInForce;
import io.compuerta.gateway.decide.PolicyReader;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Target;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyRule;
import io.compuerta.policy.yaml.ConfigException;
import io.compuerta.policy.yaml.Problem;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The policy in force and how it stands to the file, as JSON. Thread-safe. */
public final class PolicyAdmin {

    /** Problems of a text that came in a request have no file. */
    private static final String REQUEST = "policies.yaml";

    private final LiveFile<PolicyInForce> policy;
    private final List<LiveFile<?>> files;
    private final PolicyReader reader;
    private final JsonMapper json;

    /** @param files all that can be exchanged while the gateway runs, the policy's included */
    PolicyAdmin(LiveFile<PolicyInForce> policy, List<LiveFile<?>> files, PolicyReader reader, JsonMapper json) {
        this.policy = policy;
        this.files = List.copyOf(files);
        this.reader = reader;
        this.json = json;
    }

    /** What is in force, since when, and what came of the last attempt to change it. */
    public ObjectNode inForce() {
        ObjectNode root = json.createObjectNode();
        CompiledPolicy compiled = policy.get().compiled();
        standing(policy.standing(), root);
        ArrayNode rules = root.putArray("rules");
        compiled.document().rules().forEach(rule -> rule(rule, rules.addObject()));
        ArrayNode targets = root.putArray("targets");
        compiled.document().targets().forEach(target -> target(target, targets.addObject()));
        root.put("tests", compiled.document().tests().size());
        ArrayNode others = root.putArray("files");
        files.forEach(file -> standing(file.standing(), others.addObject()));
        return root;
    }

    /** Reads a policy as a changed file would be read, its tests included; nothing is changed. Slow: not on event loops. */
    public ObjectNode validate(String text) {
        ObjectNode root = json.createObjectNode();
        try {
            CompiledPolicy compiled = reader.read(REQUEST, text);
            root.put("valid", true).put("version", compiled.document().version());
            root.put("rules", compiled.document().rules().size());
            root.put("tests", compiled.document().tests().size());
            root.putArray("problems");
        } catch (ConfigException e) {
            root.put("valid", false);
            problems(e.problems(), root.putArray("problems"));
        }
        return root;
    }

    private static void standing(LiveFile.Standing standing, ObjectNode node) {
        node.put("file", standing.file())
                .put("version", standing.version())
                .put("since", standing.since().toString())
                .put("in_force", standing.isCurrent());
        ObjectNode last = node.putObject("last_attempt");
        last.put("at", standing.last().at().toString())
                .put("outcome", standing.last().outcome().word());
        problems(standing.last().problems(), last.putArray("problems"));
    }

    private static void problems(List<Problem> problems, ArrayNode list) {
        for (Problem problem : problems) {
            list.addObject()
                    .put("file", problem.file())
                    .put("line", problem.line())
                    .put("column", problem.column())
                    .put("message", problem.message());
        }
    }

    private static void rule(PolicyRule rule, ObjectNode node) {
        node.put("name", rule.name()).put("when", rule.when().orElse(null)).put("route", rule.route());
        ArrayNode fallback = node.putArray("fallback");
        rule.fallback().forEach(fallback::add);
        node.put("on_failure", rule.binding() ? "refuse" : "fallback")
                .put("line", rule.position().line());
    }

    private static void target(Target target, ObjectNode node) {
        node.put("name", target.name());
        ArrayNode models = node.putArray("models");
        target.models().stream().map(ModelId::toString).forEach(models::add);
    }
}
