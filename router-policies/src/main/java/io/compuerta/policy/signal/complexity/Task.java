package io.compuerta.policy.signal.complexity;

import java.util.Locale;
import java.util.Optional;

/** What kind of work a request asks for. Policies and the header {@code x-compuerta-task} use the lower-case word. */
public enum Task {
    EXTRACT,
    SUMMARIZE,
    TRANSLATE,
    REWRITE,
    CLASSIFY,
    CODE,
    MATH,
    /** Weigh, plan, compare, advise: what takes thought. */
    ANALYZE,
    /** Ask for a fact or an explanation. */
    QUESTION,
    /** Greet, thank, small talk. */
    CHAT,
    /** None of these could be told. */
    OTHER;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The task of that word; empty for any other text. */
    public static Optional<Task> ofWord(String word) {
        for (Task task : values()) {
            if (task.word().equals(word)) {
                return Optional.of(task);
            }
        }
        return Optional.empty();
    }
}
