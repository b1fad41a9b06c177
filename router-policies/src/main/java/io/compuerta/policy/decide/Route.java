package io.compuerta.policy.decide;

/** One place that may answer. Sealed, so that each dispatcher handles every kind. */
public sealed interface Route {

    /** The name under {@code targets:} in the policy file, or {@code asked} when the caller named the model. */
    String target();

    ModelId model();

    /** The engine inside this process: text never leaves the machine. */
    record Local(String target, ModelId model) implements Route {}

    /** A model of a provider outside: only anonymized text may go there. */
    record Premium(String target, ModelId model) implements Route {}
}
