package io.compuerta.policy.decide;

import java.util.List;

/** What the policy says of one request. */
public sealed interface RouteDecision {

    /** The name of the rule that fired. */
    String rule();

    /** Why, in words for people; never the user's text. */
    String reason();

    /**
     * Serve it.
     *
     * @param candidates first choice first, then the fallbacks in order; never empty. The same target's further models
     *                   stand before the fallback targets.
     */
    record Serve(String rule, String reason, List<Route> candidates) implements RouteDecision {

        public Serve {
            candidates = List.copyOf(candidates);
            if (candidates.isEmpty()) {
                throw new IllegalArgumentException("rule '" + rule + "' serves nothing");
            }
        }

        public Route first() {
            return candidates.getFirst();
        }
    }

    /**
     * Refuse it.
     *
     * @param temporary true when a permitted target exists but none is available now, so that trying later may help
     */
    record Refuse(String rule, String reason, boolean temporary) implements RouteDecision {}
}
