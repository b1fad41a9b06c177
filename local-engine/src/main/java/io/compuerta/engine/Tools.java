package io.compuerta.engine;

import java.util.List;
import java.util.Objects;

/**
 * The tools of a chat.
 *
 * @param offered  may be empty
 * @param choice   {@link ToolChoice.Named} names one of the offered
 * @param parallel whether one answer may hold several calls
 */
public record Tools(List<ToolSpec> offered, ToolChoice choice, boolean parallel) {

    public static final Tools NONE = new Tools(List.of(), new ToolChoice.None(), false);

    public Tools {
        offered = List.copyOf(offered);
        Objects.requireNonNull(choice, "choice");
        if (choice instanceof ToolChoice.Named named
                && offered.stream().noneMatch(tool -> tool.name().equals(named.name()))) {
            throw new IllegalArgumentException("the tool to be called is not among those offered");
        }
    }

    /** Whether the model is to be told of any. */
    public boolean isUsable() {
        return !offered.isEmpty() && !(choice instanceof ToolChoice.None);
    }
}
