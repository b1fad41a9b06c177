package io.compuerta.policy.signal.answer;

/** How an answer fails to be one. */
public enum Evasion {
    /** Nothing, or nothing but white space and punctuation. */
    EMPTY,
    /** The model declines, or says that it does not know. */
    REFUSAL,
    /** The same words again and again. */
    REPETITION
}
