package io.compuerta.policy.decide;

/** Which models can be called now. Implementations are thread-safe and answer at once. */
@FunctionalInterface
public interface Availability {

    /** Whether a call to the model may be tried: it is configured, has a key, and its breaker is not open. */
    boolean isAvailable(ModelId model);

    /** Everything is there, for tests and {@code policy test}. */
    static Availability everything() {
        return model -> true;
    }
}
