package io.compuerta.policy.signal;

/** Who wrote a turn of a conversation. */
public enum Role {
    SYSTEM,
    USER,
    ASSISTANT,
    TOOL
}
