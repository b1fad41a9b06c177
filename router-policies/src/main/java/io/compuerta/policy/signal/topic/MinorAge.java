package io.compuerta.policy.signal.topic;

import io.compuerta.policy.signal.language.Words;
import java.util.Set;

/** Finds the age of a child: a number below 18 before "años", "years old", "ans" and the like. */
final class MinorAge {

    private static final int ADULT = 18;

    private static final Set<String> YEARS =
            Set.of("anos", "ano", "years", "year", "yo", "meses", "months", "ans", "jahre", "jahren", "anni");

    private MinorAge() {}

    static boolean in(Words words) {
        for (int i = 0; i + 1 < words.count(); i++) {
            if (isBelowAdult(words, i) && YEARS.contains(words.word(i + 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBelowAdult(Words words, int index) {
        int value = 0;
        if (words.length(index) > 2) {
            return false;
        }
        for (int k = 0; k < words.length(index); k++) {
            char c = words.charAt(index, k);
            if (c < '0' || c > '9') {
                return false;
            }
            value = value * 10 + (c - '0');
        }
        return value < ADULT;
    }
}
