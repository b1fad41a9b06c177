package io.compuerta.policy.rule;

import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.decide.Rule;
import io.compuerta.policy.decide.Target;
import io.compuerta.policy.share.ShareGoal;
import io.compuerta.policy.yaml.ConfigException;
import io.compuerta.policy.yaml.YamlDocument;
import io.compuerta.policy.yaml.YamlMapping;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads, checks and compiles a policy file. What the file may hold is described in {@code docs/policies.md}. */
public final class PolicyCompiler {

    private static final int SUPPORTED_VERSION = 1;

    private PolicyCompiler() {}

    /**
     * Compiles a policy, conditions included.
     *
     * @param file  the name shown in problems; nothing is opened
     * @param text  the file's content
     * @param clock gives conditions the {@code hour}, in its own zone
     * @throws ConfigException with every problem found
     */
    public static CompiledPolicy compile(String file, String text, Clock clock) {
        YamlDocument yaml = YamlDocument.parse(file, text);
        YamlMapping root = yaml.root()
                .allow("version", "targets", "rules", "share", "tests")
                .version(SUPPORTED_VERSION);
        YamlMapping section = root.mapping("targets");
        Map<String, Target> targets = TargetReader.read(section);
        List<String> names = List.copyOf(section.keys());
        List<RuleReader.Read> rules = RuleReader.read(root.mappings("rules"), names);
        CascadeReader.check(rules, targets, names);
        Optional<ShareGoal> share = ShareReader.read(root, rules);
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
            return new CompiledPolicy(document, new PolicySet(document.version(), document.targets(), ready, clock));
        });
    }
}
