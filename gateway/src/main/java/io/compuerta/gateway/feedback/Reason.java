package io.compuerta.gateway.feedback;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why an answer was rated as it was. A closed list, because free text could hold personal data. */
public enum Reason {
    HELPFUL,
    CORRECT,
    INCORRECT,
    INCOMPLETE,
    IRRELEVANT,
    REFUSED,
    UNSAFE,
    WRONG_FORMAT,
    WRONG_LANGUAGE,
    TOO_LONG,
    TOO_SHORT,
    SLOW,
    OTHER;

    /** The word in requests, in lower case with dashes. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Reason> of(String word) {
        return Arrays.stream(values())
                .filter(reason -> reason.word().equals(word))
                .findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Reason::word).toList();
    }
}
