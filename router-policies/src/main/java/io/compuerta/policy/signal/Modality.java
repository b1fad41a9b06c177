package io.compuerta.policy.signal;

/** What a request holds besides text. Policies see the lower-case name. */
public enum Modality {
    TEXT,
    IMAGE,
    AUDIO,
    FILE
}
