package io.compuerta.engine;

import java.util.Locale;
import java.util.Objects;

/** One message of a chat as the model's template sees it. */
public record ChatMessage(Role role, String content) {

    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT,
        TOOL;

        /** The lower-case word of chat templates. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ChatMessage {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(content, "content");
    }

    /** Gives role and length only: the text belongs to the user. */
    @Override
    public String toString() {
        return "ChatMessage[" + role + ", " + content.length() + " chars]";
    }
}
