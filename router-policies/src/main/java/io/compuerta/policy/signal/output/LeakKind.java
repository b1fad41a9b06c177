package io.compuerta.policy.signal.output;

/** What an answer may give away. */
public enum LeakKind {
    /** A long run of the words of the request's system messages. */
    SYSTEM_PROMPT("system-prompt"),
    /** A key, token or password that the request does not hold. */
    SECRET("secrets"),
    /** A placeholder that stands for nothing in this call. */
    PLACEHOLDER("placeholders"),
    /** A phrase that the configuration lists. */
    PHRASE("phrases");

    private final String word;

    LeakKind(String word) {
        this.word = word;
    }

    /** As configuration and metrics write it. */
    public String word() {
        return word;
    }
}
