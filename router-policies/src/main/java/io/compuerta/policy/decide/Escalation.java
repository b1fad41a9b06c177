package io.compuerta.policy.decide;

import java.util.List;

/**
 * Where one request goes when the local answer is doubted.
 *
 * @param candidates in order, all permitted for this request and available; never empty
 */
public record Escalation(List<Route> candidates, Doubt doubt) {

    public Escalation {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("an escalation needs a candidate");
        }
    }
}
