package io.compuerta.policy.decide;

/** When a rule applies. Implementations are thread-safe, have no effects and answer in microseconds. */
@FunctionalInterface
public interface Condition {

    /** A condition that could not be evaluated is neither true nor false: {@link Rule} says what that means. */
    enum Outcome {
        HOLDS,
        FAILS_TO_HOLD,
        BROKEN
    }

    Outcome test(Facts facts);

    /** Holds for every request. */
    static Condition always() {
        return facts -> Outcome.HOLDS;
    }
}
