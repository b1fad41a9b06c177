package io.compuerta.policy.signal.answer;

import io.compuerta.policy.signal.language.Lexicon;
import io.compuerta.policy.signal.language.PhraseIndex;
import io.compuerta.policy.signal.language.Words;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds answers that are none, by how they begin. Models decline with few formulas, so a list of phrases (Spanish and
 * English, some Portuguese, French, German and Italian) does; where the phrase stands keeps innocent texts apart: one in
 * quotation marks, or after "here is the letter", is not the model's own voice. Immutable and thread-safe.
 */
public final class EvasionDetector {

    /** A refusal stands at an answer's beginning; further on, "I cannot help" is part of something else. */
    private static final int LONGEST_LOOK = 600;

    private static final int LAST_REFUSAL_WORD = 28;

    /** Openings count at the very start, after a courtesy at the most. */
    private static final int LAST_OPENING_WORD = 4;

    /** "As an AI" is no evasion in itself, only with a "cannot" within so many words. */
    private static final int NEAR = 14;

    private static final String OPENING_QUOTES = "\"“«‘„`'";

    private static final PhraseIndex PHRASES = Lexicon.read(EvasionDetector.class, "evasions.txt", Kind::maskOf);

    private EvasionDetector() {}

    /** What a phrase is good for; the lists are in {@code evasions.txt}. */
    private enum Kind {
        REFUSAL,
        OPENING,
        PERSONA,
        INABILITY,
        DELIVERY;

        private static long maskOf(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT)).mask();
        }

        private long mask() {
            return 1L << ordinal();
        }

        private boolean in(long mask) {
            return (mask & mask()) != 0;
        }
    }

    /**
     * Looks at an answer, or at its beginning.
     *
     * @param text     the answer as far as it is known; only its first 600 characters are searched for refusals
     * @param complete whether the answer ends there
     * @return empty when nothing speaks against the answer
     */
    public static Optional<Evasion> find(String text, boolean complete) {
        Words words = Words.of(text);
        if (words.count() == 0) {
            // A beginning that is all white space or dashes may be a table's or a poem's.
            return complete && text.codePoints().noneMatch(EvasionDetector::meansSomething)
                    ? Optional.of(Evasion.EMPTY)
                    : Optional.empty();
        }
        if (refuses(complete ? text : wholeWords(text))) {
            return Optional.of(Evasion.REFUSAL);
        }
        return Repetition.loops(words) ? Optional.of(Evasion.REPETITION) : Optional.empty();
    }

    /** Emoji and mathematical signs are answers. */
    private static boolean meansSomething(int c) {
        return Character.isLetterOrDigit(c)
                || switch (Character.getType(c)) {
                    case Character.OTHER_SYMBOL, Character.MATH_SYMBOL, Character.CURRENCY_SYMBOL -> true;
                    default -> false;
                };
    }

    /** Without the last word, of which the rest may be missing. */
    private static String wholeWords(String text) {
        int end = text.length();
        while (end > 0 && Character.isLetterOrDigit(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    private static boolean refuses(String text) {
        String head = text.substring(0, Math.min(text.length(), LONGEST_LOOK));
        Words words = Words.of(head);
        Found found = new Found(head, words);
        PHRASES.find(words, found);
        return found.refusal;
    }

    /** Takes the phrases in text order. */
    private static final class Found implements PhraseIndex.Sink {

        private final String text;
        private final Words words;
        private boolean delivered;
        private boolean refusal;
        private int persona = Integer.MIN_VALUE / 2;

        private Found(String text, Words words) {
            this.text = text;
            this.words = words;
        }

        @Override
        public void found(long mask, int first, int last) {
            if (delivered || isQuoted(words.origin(first))) {
                return;
            }
            delivered = Kind.DELIVERY.in(mask);
            refusal |= Kind.REFUSAL.in(mask) && first <= LAST_REFUSAL_WORD;
            refusal |= Kind.OPENING.in(mask) && first <= LAST_OPENING_WORD;
            if (Kind.PERSONA.in(mask)) {
                persona = last;
            }
            refusal |= Kind.INABILITY.in(mask) && first - persona <= NEAR;
        }

        /** Whether an opening quotation mark stands before it on its line without a closing one. */
        private boolean isQuoted(int at) {
            int open = 0;
            for (int i = 0; i < at; i++) {
                char c = text.charAt(i);
                if (c == '\n') {
                    open = text.startsWith(">", i + 1) ? 1 : 0;
                } else if (c == '"' || c == '`') {
                    open = open == 0 ? 1 : 0;
                } else if (c == '“' || c == '«' || c == '„') {
                    open = 1;
                } else if (c == '”' || c == '»') {
                    open = 0;
                }
            }
            return open > 0 || at > 0 && OPENING_QUOTES.indexOf(text.charAt(at - 1)) >= 0;
        }
    }
}
