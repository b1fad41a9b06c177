package io.compuerta.gateway.decide;

import io.compuerta.policy.decide.Caller;

/** What tenants may still spend. Implementations are thread-safe and answer at once, from memory. */
@FunctionalInterface
public interface Budgets {

    /** Nobody has a budget. */
    Budgets NONE = caller -> Double.POSITIVE_INFINITY;

    /** US dollars; negative when overdrawn, infinite for a tenant without a budget. */
    double usdLeft(Caller caller);
}
