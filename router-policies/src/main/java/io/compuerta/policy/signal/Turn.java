package io.compuerta.policy.signal;

import java.util.Objects;

/**
 * One turn of a conversation as text; images and other parts are counted by the {@link Conversation}.
 *
 * @param text may be empty, for instance for an assistant turn that only calls tools
 */
public record Turn(Role role, String text) {

    public Turn {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(text, "text");
    }

    /** Names the role and the length only: the text belongs to the user. */
    @Override
    public String toString() {
        return "Turn[" + role + ", " + text.length() + " chars]";
    }
}
