package io.compuerta.policy.decide;

/** What a request may need of a model and not every model has. */
public enum Capability {
    CONTEXT("a context window that holds the request"),
    VISION("images"),
    TOOLS("tools"),
    JSON_SCHEMA("JSON schemas");

    private final String words;

    Capability(String words) {
        this.words = words;
    }

    /** In words for people. */
    public String words() {
        return words;
    }
}
