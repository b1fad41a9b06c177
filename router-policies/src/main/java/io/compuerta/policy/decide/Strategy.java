package io.compuerta.policy.decide;

import java.util.Locale;

/** How a target with several models orders them for one request; the first serves, the others stand in for it. */
public enum Strategy {
    /** As written in the policy. */
    FIRST_HEALTHY,
    /** By lot, in proportion to weights. */
    WEIGHTED,
    /** By the estimated cost of this request; models without a price come last. */
    CHEAPEST,
    /** By the time to the first token that is expected now; see {@link ModelLoad}. */
    FASTEST,
    /** By the number of calls under way. */
    LEAST_BUSY;

    /** The word in policy files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
