package io.compuerta.policy.rule;

import io.compuerta.policy.decide.DataDemand;
import io.compuerta.policy.yaml.Position;
import java.util.List;
import java.util.Optional;

/**
 * A rule as written.
 *
 * @param when     the condition's text; empty for the rule that takes what is left
 * @param route    the name of a target
 * @param fallback names of targets, tried in order when the target is unavailable
 * @param binding  {@code on-failure: refuse}
 * @param demand   {@code require}: what the rule asks of whoever gets the data
 * @param position where the rule starts
 */
public record PolicyRule(
        String name,
        Optional<String> when,
        String route,
        List<String> fallback,
        boolean binding,
        Optional<DataDemand> demand,
        Position position) {

    public PolicyRule {
        fallback = List.copyOf(fallback);
    }
}
