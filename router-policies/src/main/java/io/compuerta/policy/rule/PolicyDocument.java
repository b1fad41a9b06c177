package io.compuerta.policy.rule;

import io.compuerta.policy.decide.Target;
import java.util.List;

/**
 * A policy file as written, free of problems.
 *
 * @param file    the name shown to people
 * @param version a short hash of the text
 * @param targets in the order written
 * @param rules   in the order written, which is the order they are tried
 * @param tests   the file's own tests; may be empty
 */
public record PolicyDocument(
        String file, String version, List<Target> targets, List<PolicyRule> rules, List<PolicyTest> tests) {

    public PolicyDocument {
        targets = List.copyOf(targets);
        rules = List.copyOf(rules);
        tests = List.copyOf(tests);
    }
}
