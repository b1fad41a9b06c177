package io.compuerta.policy.rule;

import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.complexity.Complexity;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.pii.PiiType;
import io.compuerta.policy.signal.topic.Sensitivity;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import io.compuerta.policy.signal.topic.Topic;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The signals that a test gives; the empty ones are left to the detectors. */
public record GivenSignals(
        Optional<Double> complexity,
        Optional<SensitivityLevel> sensitivity,
        Optional<Set<Topic>> topics,
        Optional<Set<PiiType>> pii,
        Optional<Double> firewall,
        Optional<Modality> modality,
        Optional<Integer> promptTokens,
        Optional<String> language,
        Optional<Boolean> tools) {

    // The label follows the score only so that the record agrees with itself; conditions see the score.
    private static final double EVEN = 0.5;

    /** What was found, with what is given in its place. */
    Signals over(Signals found) {
        Sensitivity sensed = found.sensitivity();
        return new Signals(
                complexity.map(GivenSignals::complexityOf).orElse(found.complexity()),
                new Sensitivity(sensitivity.orElse(sensed.level()), topics.orElse(sensed.topics())),
                firewall.map(score -> new FirewallVerdict(
                                score,
                                found.firewall().blocked(),
                                found.firewall().kind(),
                                List.of()))
                        .orElse(found.firewall()),
                pii.orElse(found.pii()),
                modality.orElse(found.modality()),
                promptTokens.orElse(found.promptTokens()),
                language.orElse(found.language()),
                tools.orElse(found.tools()));
    }

    /** Of a request that holds nothing worth a signal. */
    static Signals nothing() {
        return new Signals(
                complexityOf(0),
                new Sensitivity(SensitivityLevel.PUBLIC, Set.of()),
                FirewallVerdict.CLEAN,
                Set.of(),
                Modality.TEXT,
                0,
                "und",
                false);
    }

    private static Complexity complexityOf(double score) {
        return new Complexity(score, score > EVEN ? Complexity.Label.COMPLEX : Complexity.Label.SIMPLE, List.of());
    }
}
