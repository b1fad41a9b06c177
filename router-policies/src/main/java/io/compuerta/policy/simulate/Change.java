package io.compuerta.policy.simulate;

import io.compuerta.policy.money.NanoUsd;
import java.util.List;
import java.util.Optional;

/**
 * Requests that the new policy sends elsewhere, by the rules that took them.
 *
 * @param before      who decided and where it went
 * @param after       the same under the new policy
 * @param requests    how many
 * @param difference  dollars that the new policy costs more, over the requests whose cost is known on both sides
 * @param differenceOf how many those are
 * @param examples    ids of the first few
 */
public record Change(
        Taken before, Taken after, long requests, NanoUsd difference, long differenceOf, List<String> examples) {

    /**
     * A rule's decision.
     *
     * @param model the first choice; empty when the request is refused
     */
    public record Taken(String rule, Optional<String> model) {

        /** The model, or {@code refused}. */
        public String where() {
            return model.orElse("refused");
        }
    }

    public Change {
        examples = List.copyOf(examples);
    }
}
