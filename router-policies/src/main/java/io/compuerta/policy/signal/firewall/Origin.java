package io.compuerta.policy.signal.firewall;

/** Where inspected text came from: thresholds differ, since documents rarely give orders. */
public enum Origin {
    USER,
    TOOL_RESULT,
    DOCUMENT
}
