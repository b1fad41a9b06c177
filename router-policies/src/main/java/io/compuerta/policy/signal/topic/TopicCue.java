package io.compuerta.policy.signal.topic;

import io.compuerta.policy.signal.language.Lexicon;
import io.compuerta.policy.signal.language.PhraseIndex;
import io.compuerta.policy.signal.language.Words;
import java.util.Locale;

/** What a word or phrase says about the subject and the secrecy of a text; the lists are in {@code topics.txt}. */
enum TopicCue {
    HEALTH,
    HEALTH_RECORD,
    OWN_HEALTH,
    KIN_HEALTH,
    FINANCE,
    LEGAL,
    CREDENTIALS,
    CREDENTIALS_GIVEN,
    SOURCE_CODE,
    HR,
    HR_RECORD,
    MINOR,
    MINOR_RECORD,
    SECRECY,
    POSSESSION,
    INTERNAL,
    FIRST_PERSON,
    GENERAL_QUESTION;

    private static final PhraseIndex INDEX = Lexicon.read(TopicCue.class, "topics.txt", TopicCue::maskOf);

    /** The cues found, one bit each. */
    static long in(Words words) {
        return INDEX.masksIn(words);
    }

    boolean in(long found) {
        return (found & (1L << ordinal())) != 0;
    }

    private static long maskOf(String name) {
        return 1L << valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')).ordinal();
    }
}
