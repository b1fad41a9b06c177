package io.compuerta.engine;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * One message of a chat as the model's template sees it.
 *
 * @param content    the text; may be empty
 * @param reasoning  what an {@link Role#ASSISTANT} thought before it spoke or called; empty if unknown. Templates decide
 *     which thoughts go back: Qwen3's keeps those since the last question, as a chain of calls needs
 * @param toolCalls  that an {@link Role#ASSISTANT} made; else empty
 * @param toolCallId of the call that a {@link Role#TOOL} message answers; else empty
 */
public record ChatMessage(
        Role role, String content, String reasoning, List<ToolInvocation> toolCalls, String toolCallId) {

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
        Objects.requireNonNull(reasoning, "reasoning");
        Objects.requireNonNull(toolCallId, "toolCallId");
        toolCalls = List.copyOf(toolCalls);
    }

    public ChatMessage(Role role, String content) {
        this(role, content, "", List.of(), "");
    }

    /** Without thoughts. */
    public ChatMessage(Role role, String content, List<ToolInvocation> toolCalls, String toolCallId) {
        this(role, content, "", toolCalls, toolCallId);
    }

    /** Gives role and length only: the text belongs to the user. */
    @Override
    public String toString() {
        return "ChatMessage[" + role + ", " + content.length() + " chars]";
    }
}
