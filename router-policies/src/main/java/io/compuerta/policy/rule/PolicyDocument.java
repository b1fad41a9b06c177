package io.compuerta.policy.rule;

import io.compuerta.policy.decide.Target;
import io.compuerta.policy.share.ShareGoal;
import java.util.List;
import java.util.Optional;

/**
 * A policy file as written, free of problems.
 *
 * @param file    the name shown to people
 * @param version a short hash of the text
 * @param targets in the order written
 * @param rules   in the order written, which is the order they are tried
 * @param share   the local share to keep; empty when the threshold is to stay where it is
 * @param tests   the file's own tests; may be empty
 */
public record PolicyDocument(
        String file,
        String version,
        List<Target> targets,
        List<PolicyRule> rules,
        Optional<ShareGoal> share,
        List<PolicyTest> tests) {

    public PolicyDocument {
        targets = List.copyOf(targets);
        rules = List.copyOf(rules);
        tests = List.copyOf(tests);
    }
}
