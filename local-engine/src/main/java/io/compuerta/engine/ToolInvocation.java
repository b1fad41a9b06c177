package io.compuerta.engine;

import java.util.Objects;

/**
 * A call of a tool that an earlier answer made.
 *
 * @param id        ties the call to its result
 * @param name      of the tool
 * @param arguments JSON text, as the model wrote it
 */
public record ToolInvocation(String id, String name, String arguments) {

    public ToolInvocation {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(arguments, "arguments");
    }

    /** Leaves the arguments out: they belong to the user. */
    @Override
    public String toString() {
        return "ToolInvocation[" + id + ", " + name + "]";
    }
}
