package io.compuerta.gateway.accounting;

import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.TokenUsage;

/**
 * Work that was done in one piece.
 *
 * @param tokens as the model counted them
 */
public record WholeWork<W>(W result, Origin origin, TokenUsage tokens) {

    /** Puts result and cost together. */
    @FunctionalInterface
    public interface Bill<W, A> {
        A of(W result, Origin origin, Cost cost);
    }
}
