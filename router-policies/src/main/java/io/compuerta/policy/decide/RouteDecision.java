package io.compuerta.policy.decide;

import java.util.List;
import java.util.Optional;

/** What the policy says of one request. */
public sealed interface RouteDecision {

    /** The name of the rule that fired. */
    String rule();

    /** Why, in words for people; never the user's text. */
    String reason();

    /** The models that came into question and were not taken, in the order they were looked at. */
    List<Rejected> rejected();

    /**
     * A model that was not taken.
     *
     * @param reason why, in words for people
     */
    record Rejected(ModelId model, String reason) {}

    /**
     * Serve it.
     *
     * @param candidates first choice first, then the fallbacks in order; never empty. The same target's further models
     *                   stand before the fallback targets.
     * @param escalation where to go when the first candidate's answer is doubted; empty without a cascade
     */
    record Serve(
            String rule,
            String reason,
            List<Route> candidates,
            List<Rejected> rejected,
            Optional<Escalation> escalation)
            implements RouteDecision {

        public Serve {
            candidates = List.copyOf(candidates);
            rejected = List.copyOf(rejected);
            if (candidates.isEmpty()) {
                throw new IllegalArgumentException("rule '" + rule + "' serves nothing");
            }
        }

        public Serve(String rule, String reason, List<Route> candidates, List<Rejected> rejected) {
            this(rule, reason, candidates, rejected, Optional.empty());
        }

        public Serve(String rule, String reason, List<Route> candidates) {
            this(rule, reason, candidates, List.of());
        }

        public Route first() {
            return candidates.getFirst();
        }
    }

    /**
     * Refuse it.
     *
     * @param temporary true when a permitted target exists but none is available now, so that trying later may help
     * @param lacking   what the request needs and no permitted model has: another request could be served; empty when
     *                  that was not the cause
     */
    record Refuse(String rule, String reason, boolean temporary, Optional<Capability> lacking, List<Rejected> rejected)
            implements RouteDecision {

        public Refuse {
            rejected = List.copyOf(rejected);
        }

        public Refuse(String rule, String reason, boolean temporary, List<Rejected> rejected) {
            this(rule, reason, temporary, Optional.empty(), rejected);
        }

        public Refuse(String rule, String reason, boolean temporary) {
            this(rule, reason, temporary, List.of());
        }
    }
}
