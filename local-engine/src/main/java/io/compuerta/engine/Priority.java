package io.compuerta.engine;

/** Who goes first when requests wait for a slot. */
public enum Priority {
    /** Somebody looks at a screen. */
    INTERACTIVE,
    /** Nobody waits; served when no interactive request does. */
    BATCH
}
