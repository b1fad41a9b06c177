package io.compuerta.policy.rule;

import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.Facts;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.Turn;
import io.compuerta.policy.signal.complexity.Complexity;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.pii.PiiType;
import io.compuerta.policy.signal.topic.Sensitivity;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import io.compuerta.policy.signal.topic.Topic;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One entry under {@code tests:}.
 *
 * @param line where it stands
 */
public record PolicyTest(Given given, Expected expected, int line) {

    /**
     * The request. What is not given comes from the detectors when there is text, else from a request without any signal.
     *
     * @param turns       the text, oldest first; may be empty
     * @param model       the model asked for
     * @param hour        0 to 23
     * @param threshold   what the variable of that name is; share control has no part in tests
     * @param unavailable providers, or models written {@code provider/model}, that cannot be called
     */
    public record Given(
            List<Turn> turns,
            Optional<Double> complexity,
            Optional<SensitivityLevel> sensitivity,
            Optional<Set<Topic>> topics,
            Optional<Set<PiiType>> pii,
            Optional<Double> firewall,
            Optional<Modality> modality,
            Optional<Integer> promptTokens,
            Optional<String> language,
            Optional<Boolean> tools,
            String tenant,
            String user,
            String model,
            int hour,
            double threshold,
            Set<String> unavailable) {

        // The label follows the score only so that the record agrees with itself; conditions see the score.
        private static final double EVEN = 0.5;

        public Given {
            turns = List.copyOf(turns);
            unavailable = Set.copyOf(unavailable);
        }

        /** What conditions will see: the detectors' findings, overridden by what the test gives. */
        public Facts facts(Function<Conversation, Signals> detectors) {
            Modality kind = modality.orElse(Modality.TEXT);
            Signals found =
                    turns.isEmpty() ? nothing() : detectors.apply(new Conversation(turns, kind, tools.orElse(false)));
            Sensitivity sensed = found.sensitivity();
            Signals signals = new Signals(
                    complexity.map(Given::complexityOf).orElse(found.complexity()),
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
            return new Facts(signals, new Caller(tenant, user), model, hour, threshold);
        }

        /** Whether the test lets the model be called. */
        public boolean isAvailable(ModelId id) {
            return !unavailable.contains(id.provider()) && !unavailable.contains(id.toString());
        }

        private static Signals nothing() {
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

        /** Leaves out the text. */
        @Override
        public String toString() {
            return "Given[" + turns.size() + " turns, model " + model + "]";
        }
    }

    /** What must come out; at least one of them is there. */
    public record Expected(Optional<String> route, Optional<String> rule, Optional<Boolean> refused) {}
}
