package io.compuerta.policy.signal.answer;

import io.compuerta.policy.signal.language.Words;

/** A text that says the same again and again. Figures are left out of it: rows of zeros are often right. */
final class Repetition {

    private static final int LONGEST_PHRASE = 12;
    private static final int LEAST_TIMES_ONE_WORD = 7;
    private static final int LEAST_TIMES_PAIR = 5;
    private static final int LEAST_TIMES = 3;

    /** Refrains of few words are said three times in songs and slogans. */
    private static final int LEAST_WORDS = 12;

    private Repetition() {}

    /** Whether the text ends in a phrase of up to twelve words that it has just said several times. */
    static boolean loops(Words words) {
        for (int length = 1; length <= LONGEST_PHRASE; length++) {
            if (loops(words, length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean loops(Words words, int length) {
        int times = switch (length) {
            case 1 -> LEAST_TIMES_ONE_WORD;
            case 2 -> LEAST_TIMES_PAIR;
            default -> Math.max(LEAST_TIMES, (LEAST_WORDS + length - 1) / length);
        };
        int same = 0;
        int lettered = 0;
        // The text may break off in the middle of the phrase, so any run of equal words at that distance counts.
        for (int i = words.count() - 1; i >= length && words.hash(i) == words.hash(i - length); i--) {
            same++;
            lettered += hasLetters(words, i) ? 1 : 0;
        }
        return same >= length * (times - 1) && lettered * 2 > same;
    }

    private static boolean hasLetters(Words words, int index) {
        return words.length(index) > 1 && Character.isLetter(words.charAt(index, 0));
    }
}
