package io.compuerta.gateway.privacy;

import java.util.Objects;

/**
 * One text of a call: a message, the arguments of a tool call, a tool's result.
 *
 * @param text   what it says; may be empty
 * @param syntax how to read it
 */
public record Piece(String text, Syntax syntax) {

    public Piece {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(syntax, "syntax");
    }

    /** Prose, as in a message. */
    public static Piece plain(String text) {
        return new Piece(text, Syntax.PLAIN);
    }

    /** JSON source, as in the arguments of a tool call. */
    public static Piece json(String source) {
        return new Piece(source, Syntax.JSON);
    }

    /** Without the text. */
    @Override
    public String toString() {
        return "Piece[" + syntax + ", " + text.length() + " chars]";
    }
}
