package io.compuerta.policy.signal.complexity;

import io.compuerta.policy.signal.language.Lexicon;
import io.compuerta.policy.signal.language.PhraseIndex;
import io.compuerta.policy.signal.language.Words;
import java.util.Locale;
import java.util.Optional;

/** What a word or phrase says about a request; the lists are in {@code cues.txt}. */
enum Cue {
    PROVE,
    CALCULATE,
    ANALYZE,
    PLAN,
    DESIGN,
    COMPARE,
    JUSTIFY,
    STEPS,
    EXPLAIN,
    DEBUG,
    CODE_TASK,
    LEGAL,
    DISPUTE,
    ADVICE,
    CONSTRAINT,
    HYPOTHETICAL,
    EXTRACT,
    SUMMARIZE,
    TRANSLATE,
    REWRITE,
    CLASSIFY,
    GREETING,
    FAQ,
    DEFINE,
    FACT,
    WHICH,
    NEGATION,
    SHORT_TEXT,
    MATH_TERM,
    QUANTITY,
    PHYSICS,
    SCIENCE,
    MEDICINE,
    FINANCE,
    THEORY,
    PERSONA,
    FIRST_PERSON;

    private static final Cue[] ALL = values();
    private static final PhraseIndex INDEX = Lexicon.read(Cue.class, "cues.txt", Cue::maskOf);

    /** How often each cue occurs, by ordinal. */
    static int[] count(Words words) {
        int[] counts = new int[ALL.length];
        addCounts(words, 0, words.count(), counts);
        return counts;
    }

    /** The same, leaving out what stands between the first {@code head} and the last {@code tail} words. */
    static int[] countAtEnds(Words words, int head, int tail) {
        int[] counts = new int[ALL.length];
        addCounts(words, 0, head, counts);
        addCounts(words, words.count() - tail, words.count(), counts);
        return counts;
    }

    private static void addCounts(Words words, int from, int to, int[] counts) {
        INDEX.find(words, from, to, (mask, first, last) -> {
            for (long rest = mask; rest != 0; rest &= rest - 1) {
                counts[Long.numberOfTrailingZeros(rest)]++;
            }
        });
    }

    /** Bit of each cue, by {@link #ordinal()}. */
    long bit() {
        return 1L << ordinal();
    }

    static long masksIn(Words words) {
        return INDEX.masksIn(words);
    }

    /** The cue among those that the text names first; where two begin together, the first of this enum. */
    static Optional<Cue> firstOf(Words words, long among) {
        long[] found = new long[1];
        int[] at = {Integer.MAX_VALUE};
        INDEX.find(words, (mask, first, last) -> {
            if ((mask & among) != 0 && first < at[0]) {
                at[0] = first;
                found[0] = mask & among;
            }
        });
        return found[0] == 0 ? Optional.empty() : Optional.of(ALL[Long.numberOfTrailingZeros(found[0])]);
    }

    private static long maskOf(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')).bit();
    }
}
