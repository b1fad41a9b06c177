package io.compuerta.policy.rule;

import io.compuerta.policy.decide.Ask;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.Facts;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Situation;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.Turn;
import io.compuerta.policy.signal.complexity.Task;
import io.compuerta.policy.yaml.Position;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One entry under {@code tests:}.
 *
 * @param at where it stands
 */
public record PolicyTest(Given given, Expected expected, Position at) {

    /**
     * The request. What is not given comes from the detectors when there is text, else from a request without any signal.
     *
     * @param turns       the text, oldest first; may be empty
     * @param signals     what overrides the detectors
     * @param asked       what the caller asks for beside the text
     * @param caller      who asks
     * @param situation   when, and how things stand; which providers are healthy follows from {@code unavailable}
     * @param unavailable providers, or models written {@code provider/model}, that cannot be called
     */
    public record Given(
            List<Turn> turns,
            GivenSignals signals,
            Asked asked,
            Caller caller,
            Situation situation,
            Set<String> unavailable) {

        public Given {
            turns = List.copyOf(turns);
            unavailable = Set.copyOf(unavailable);
        }

        /**
         * What conditions will see: the detectors' findings, overridden by what the test gives.
         *
         * @param providers all that the policy names; healthy unless the test says otherwise
         */
        public Facts facts(Function<Conversation, Signals> detectors, Set<String> providers) {
            Conversation conversation = new Conversation(
                    turns,
                    signals.modality().orElse(Modality.TEXT),
                    signals.tools().orElse(false));
            Signals seen = signals.over(turns.isEmpty() ? GivenSignals.nothing() : detectors.apply(conversation));
            Ask ask = Ask.of(asked.model(), conversation)
                    .labelled(asked.task())
                    .withOutputTokens(asked.outputTokens())
                    .withJsonSchema(asked.jsonSchema());
            Set<String> healthy = new HashSet<>(providers);
            healthy.removeAll(unavailable);
            return new Facts(seen, ask, caller, situation.withHealthy(healthy));
        }

        /** Whether the test lets the model be called. */
        public boolean isAvailable(ModelId id) {
            return !unavailable.contains(id.provider()) && !unavailable.contains(id.toString());
        }

        /** Leaves out the text. */
        @Override
        public String toString() {
            return "Given[" + turns.size() + " turns]";
        }
    }

    /**
     * What the caller asks for.
     *
     * @param task         empty to let it be guessed
     * @param outputTokens 0 when the caller sets no limit
     */
    public record Asked(String model, Optional<Task> task, int outputTokens, boolean jsonSchema) {}

    /** What must come out; at least one of them is there. */
    public record Expected(Optional<String> route, Optional<String> rule, Optional<Boolean> refused) {}
}
