package io.compuerta.policy.decide;

import java.util.List;
import java.util.Optional;

/**
 * One rule, ready to decide.
 *
 * @param demand   what it asks of whoever gets the data, beside the policy's {@link DataRules}; empty for nothing
 * @param fallback tried in order after the target; empty for a rule that binds
 * @param binding  {@code on-failure: refuse}: nothing but the target may answer, whoever asks for what
 * @param cascade  where a doubtful answer of the embedded engine is taken; empty for a rule that trusts it, or binds
 */
public record Rule(
        String name,
        Condition condition,
        Target target,
        List<Target> fallback,
        boolean binding,
        Optional<DataDemand> demand,
        Optional<Cascade> cascade) {

    public Rule {
        if (cascade.isPresent() && (binding || !(target instanceof Target.Engine))) {
            throw new IllegalArgumentException("rule '" + name + "' binds or has no engine and cannot cascade");
        }
        fallback = List.copyOf(fallback);
        if (binding && !fallback.isEmpty()) {
            throw new IllegalArgumentException("rule '" + name + "' refuses on failure and cannot fall back");
        }
    }

    /**
     * Whether the rule keeps text from going where it should not: it binds, it demands something for the data, or it
     * routes to the embedded engine.
     */
    boolean protects() {
        return binding || demand.isPresent() || target instanceof Target.Engine;
    }

    /**
     * Whether the rule is the one for this request.
     *
     * <p>A condition that breaks (say, an index past the end of {@code topics}) fails closed: a protecting rule applies, so
     * that a mistake in a privacy rule never lets text out; a rule that sends text out does not.
     */
    Match match(Facts facts) {
        return switch (condition.test(facts)) {
            case HOLDS -> Match.YES;
            case FAILS_TO_HOLD -> Match.NO;
            case BROKEN -> protects() ? Match.YES_BROKEN : Match.NO;
        };
    }

    enum Match {
        YES,
        YES_BROKEN,
        NO
    }
}
