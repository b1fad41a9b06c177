package io.compuerta.gateway.decide;

import io.compuerta.policy.decide.Catalogue;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.yaml.ConfigException;
import java.time.Clock;
import java.util.function.Function;

/**
 * Compiles policies as this gateway takes them, its models known and the policy's own tests run. Thread-safe; slow enough
 * that no event loop should do it.
 */
public final class PolicyReader {

    private final Clock clock;
    private final Catalogue catalogue;
    private final Function<Conversation, Signals> detectors;

    PolicyReader(Clock clock, Catalogue catalogue, Function<Conversation, Signals> detectors) {
        this.clock = clock;
        this.catalogue = catalogue;
        this.detectors = detectors;
    }

    /**
     * @param shown the file's name in problems; nothing is opened
     * @throws ConfigException with every problem, or every test that failed
     */
    public CompiledPolicy read(String shown, String text) {
        return PolicyCompiler.load(shown, text, clock, catalogue, detectors);
    }
}
