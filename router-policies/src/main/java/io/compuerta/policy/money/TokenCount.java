package io.compuerta.policy.money;

/** Where token counts come from. */
public enum TokenCount {
    /** The provider or the engine counted them. */
    REPORTED,
    /** Estimated from the text, because nobody reported them. */
    ESTIMATED
}
