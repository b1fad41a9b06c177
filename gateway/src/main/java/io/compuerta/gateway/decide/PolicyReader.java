package io.compuerta.gateway.decide;

import io.compuerta.gateway.classify.TextDetectors;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.rule.PolicyTests;
import io.compuerta.policy.yaml.ConfigException;
import io.compuerta.policy.yaml.Problem;
import java.time.Clock;
import java.util.List;

/**
 * Compiles policies as this gateway takes them: a policy whose own tests fail is as wrong as one with a misspelt word.
 * Thread-safe; slow enough that no event loop should do it.
 */
public final class PolicyReader {

    private final Clock clock;
    private final TextDetectors detectors = new TextDetectors();

    PolicyReader(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param shown the file's name in problems; nothing is opened
     * @throws ConfigException with every problem, or every test that failed
     */
    public CompiledPolicy read(String shown, String text) {
        CompiledPolicy policy = PolicyCompiler.compile(shown, text, clock);
        List<Problem> failed = PolicyTests.run(policy, conversation -> detectors.apply(conversation)).stream()
                .filter(result -> !result.passed())
                .map(result -> new Problem(result.file(), result.line(), 1, "test failed: " + result.message()))
                .toList();
        if (!failed.isEmpty()) {
            throw new ConfigException(failed);
        }
        return policy;
    }
}
