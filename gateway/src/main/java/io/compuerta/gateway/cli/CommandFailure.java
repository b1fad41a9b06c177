package io.compuerta.gateway.cli;

/** A command that could not do its work. The message is for people: what is wrong, and the next step. */
public final class CommandFailure extends RuntimeException {
    public CommandFailure(String message) {
        super(message);
    }
}
