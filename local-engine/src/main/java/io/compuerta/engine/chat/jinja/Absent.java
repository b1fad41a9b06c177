package io.compuerta.engine.chat.jinja;

/** The two values that are nothing. */
public enum Absent {
    /** Python's {@code None}, JSON's {@code null}. */
    NONE,
    /** A name or member that is not there. */
    UNDEFINED
}
