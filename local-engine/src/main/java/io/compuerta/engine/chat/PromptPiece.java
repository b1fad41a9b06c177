package io.compuerta.engine.chat;

/**
 * A part of a rendered prompt. The two kinds are tokenized differently, which is what makes it impossible for a user
 * to write a control token: only {@link Control} pieces, which come from the template, may become one.
 */
public sealed interface PromptPiece {

    String text();

    /** A marker of the template that is one control token. */
    record Control(String text) implements PromptPiece {}

    /** Text, whatever it looks like. */
    record Plain(String text) implements PromptPiece {

        /** Gives the length only: the text belongs to the user. */
        @Override
        public String toString() {
            return "Plain[" + text.length() + " chars]";
        }
    }
}
