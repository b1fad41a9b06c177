package io.compuerta.engine.chat.jinja;

/** A template that cannot be read or rendered. Messages name the template's own words, never text of users. */
public final class JinjaException extends RuntimeException {

    public JinjaException(String message) {
        super(message);
    }
}
