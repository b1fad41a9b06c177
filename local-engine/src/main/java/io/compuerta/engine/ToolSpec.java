package io.compuerta.engine;

import java.util.Objects;

/**
 * A function that the model may call.
 *
 * @param name        as the caller knows it, not empty
 * @param description what it does, in words; may be empty
 * @param parameters  JSON Schema of the arguments, as JSON text; an object's schema
 * @param strict      whether a call's arguments must follow the schema: one that the engine cannot hold them to is then
 *     refused, and otherwise any object will do
 */
public record ToolSpec(String name, String description, String parameters, boolean strict) {

    public ToolSpec {
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(parameters, "parameters");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a tool needs a name");
        }
    }

    /** Not strict. */
    public ToolSpec(String name, String description, String parameters) {
        this(name, description, parameters, false);
    }

    /** Gives the name only. */
    @Override
    public String toString() {
        return "ToolSpec[" + name + "]";
    }
}
