package io.compuerta.engine.chat.jinja;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A template, ready to be rendered, as Jinja2 renders it with {@code trim_blocks} and {@code lstrip_blocks}. Immutable
 * and thread-safe.
 */
public final class JinjaTemplate {

    private static final int MAX_LENGTH = 1 << 20;
    private static final long MAX_STEPS = 5_000_000;

    private final List<Statement> body;

    private JinjaTemplate(List<Statement> body) {
        this.body = body;
    }

    /**
     * Reads a template.
     *
     * @param literals changes each text that the template's author wrote, data and string constants
     * @throws JinjaException naming the line that cannot be read
     */
    public static JinjaTemplate compile(String source, UnaryOperator<String> literals) {
        if (source.length() > MAX_LENGTH) {
            throw new JinjaException(
                    "the chat template has " + source.length() + " characters; " + MAX_LENGTH + " are allowed");
        }
        return new JinjaTemplate(Parser.parse(source, literals));
    }

    /**
     * Renders it.
     *
     * @param variables of {@code String}, {@code Boolean}, {@code Long}, {@code Double}, {@code List}, {@code Map} with
     *     texts as keys, and {@link Absent#NONE}; not nested deeper than 100
     * @param room      characters that may be made on the way; a few times the length of what goes in
     * @throws JinjaException if it fails, refuses or would take too much
     */
    public String render(Map<String, Object> variables, long room) {
        return new Renderer(new Budget(MAX_STEPS, room), variables).render(body);
    }
}
