package io.compuerta.policy.rule;

import io.compuerta.policy.decide.Catalogue;
import io.compuerta.policy.decide.DataRules;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.decide.Rule;
import io.compuerta.policy.decide.Target;
import io.compuerta.policy.share.ShareGoal;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.yaml.ConfigException;
import io.compuerta.policy.yaml.Problem;
import io.compuerta.policy.yaml.YamlDocument;
import io.compuerta.policy.yaml.YamlMapping;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads, checks and compiles a policy file. What the file may hold is described in {@code docs/policies.md}. */
public final class PolicyCompiler {

    private static final int SUPPORTED_VERSION = 1;

    private PolicyCompiler() {}

    /**
     * Compiles a policy that knows nothing of the models it names.
     *
     * @param file  the name shown in problems; nothing is opened
     * @param text  the file's content
     * @param clock gives the hour and the day to decisions that are told neither, in its own zone
     * @throws ConfigException with every problem found
     */
    public static CompiledPolicy compile(String file, String text, Clock clock) {
        return compile(file, text, clock, Catalogue.UNKNOWN);
    }

    /**
     * Compiles a policy, conditions included, and finds targets that can never serve.
     *
     * @param catalogue what is known of the models
     * @throws ConfigException with every problem found
     */
    public static CompiledPolicy compile(String file, String text, Clock clock, Catalogue catalogue) {
        YamlDocument yaml = YamlDocument.parse(file, text);
        YamlMapping root = yaml.root()
                .allow("version", "targets", "rules", "data", "share", "tests")
                .version(SUPPORTED_VERSION);
        YamlMapping section = root.mapping("targets");
        Map<String, Target> targets = TargetReader.read(section);
        List<String> names = List.copyOf(section.keys());
        List<RuleReader.Read> rules = RuleReader.read(root.mappings("rules"), names);
        CascadeReader.check(rules, targets, names);
        Optional<ShareGoal> share = ShareReader.read(root, rules);
        DataRules data = root.has("data") ? DemandReader.byLevel(root.optionalMapping("data")) : DataRules.NONE;
        new Contradictions(targets, data, catalogue).check(rules);
        List<PolicyTest> tests = TestReader.read(
                root.optionalMappings("tests"),
                names,
                rules.stream().map(rule -> rule.written().name()).toList());
        return yaml.orThrow(() -> {
            PolicyDocument document = new PolicyDocument(
                    file,
                    yaml.contentHash(),
                    List.copyOf(targets.values()),
                    rules.stream().map(RuleReader.Read::written).toList(),
                    share,
                    tests);
            List<Rule> ready = rules.stream().map(rule -> rule.ready(targets)).toList();
            return new CompiledPolicy(
                    document, new PolicySet(document.version(), document.targets(), ready, data, catalogue, clock));
        });
    }

    /**
     * Compiles a policy and runs its tests: what the gateway does at start. A policy that fails a test of its own does not
     * say what its author means, so it is not used.
     *
     * @param detectors gives the signals of a conversation; called only for tests that give text
     * @throws ConfigException with every problem found, or else with every test that fails
     */
    public static CompiledPolicy load(
            String file, String text, Clock clock, Catalogue catalogue, Function<Conversation, Signals> detectors) {
        CompiledPolicy policy = compile(file, text, clock, catalogue);
        List<Problem> failures = PolicyTests.run(policy, detectors).stream()
                .filter(result -> !result.passed())
                .map(PolicyTests.Result::problem)
                .toList();
        if (!failures.isEmpty()) {
            throw new ConfigException(failures);
        }
        return policy;
    }
}
