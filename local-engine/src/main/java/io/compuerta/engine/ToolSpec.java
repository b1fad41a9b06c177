package io.compuerta.engine;

import java.util.Objects;

/**
 * A function that the model may call.
 *
 * @param name        as the caller knows it, not empty
 * @param description what it does, in words; may be empty
 * @param parameters  JSON Schema of the arguments, as JSON text; an object's schema
 */
public record ToolSpec(String name, String description, String parameters) {

    public ToolSpec {
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(parameters, "parameters");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a tool needs a name");
        }
    }

    /** Gives the name only. */
    @Override
    public String toString() {
        return "ToolSpec[" + name + "]";
    }
}
