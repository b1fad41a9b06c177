package io.compuerta.policy.simulate;

import io.compuerta.policy.money.NanoUsd;
import java.util.List;

/**
 * The same requests under two policies.
 *
 * @param before       under the policy in force
 * @param after        under the new one
 * @param changes      what goes elsewhere, most requests first
 * @param otherRule    requests that another rule takes to the same model
 * @param difference   dollars that the new policy costs more, over the requests whose cost is known on both sides
 * @param differenceOf how many those are
 */
public record Comparison(
        Side before, Side after, List<Change> changes, long otherRule, NanoUsd difference, long differenceOf) {

    public Comparison {
        changes = List.copyOf(changes);
    }

    public long requests() {
        return after.requests();
    }

    public long changed() {
        return changes.stream().mapToLong(Change::requests).sum();
    }
}
