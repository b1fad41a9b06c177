package io.compuerta.engine;

/** Whether the model has to call a tool. */
public sealed interface ToolChoice {

    /** As the model likes. */
    record Auto() implements ToolChoice {}

    /** It may not; the tools are not even shown to it. */
    record None() implements ToolChoice {}

    /** At least one, of its choice. */
    record Required() implements ToolChoice {}

    /** This one. */
    record Named(String name) implements ToolChoice {}
}
