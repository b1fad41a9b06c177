package io.compuerta.gateway.privacy;

/** How a text is to be read: it decides where a value begins and how one is written back. */
public enum Syntax {
    /** Prose, Markdown, code: every character stands for itself. */
    PLAIN,
    /**
     * JSON source, whole or a fragment of it, such as the arguments of a tool call: escapes are looked through when a
     * text is read, and a restored value is escaped. Text that is not valid JSON does no harm.
     */
    JSON
}
