package io.compuerta.policy.signal.topic;

import io.compuerta.policy.signal.language.Lexicon;
import io.compuerta.policy.signal.language.PhraseIndex;
import io.compuerta.policy.signal.language.Words;
import java.util.Locale;

/**
 * Recognises the topics that models made in China avoid: some names are enough, places count only together with political
 * words. Travel to Hong Kong, recipes from Taiwan and its chip makers are not politics.
 */
final class ChinaPolitics {

    private enum Part {
        ALWAYS,
        TIANANMEN,
        TAIWAN,
        HONG_KONG,
        TIBET,
        XINJIANG,
        UYGHUR,
        LEADER,
        CHINA,
        POLITICS,
        CRITICISM,
        EVERYDAY;

        boolean in(long found) {
            return (found & (1L << ordinal())) != 0;
        }
    }

    private static final PhraseIndex INDEX = Lexicon.read(
            ChinaPolitics.class,
            "china.txt",
            name -> 1L
                    << Part.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'))
                            .ordinal());

    private ChinaPolitics() {}

    static boolean in(Words words) {
        long found = INDEX.masksIn(words);
        if (Part.ALWAYS.in(found)) {
            return true;
        }
        boolean politics = Part.POLITICS.in(found);
        boolean everyday = Part.EVERYDAY.in(found);
        // Known for little but politics: only a plainly everyday question is let through.
        boolean charged = Part.TIANANMEN.in(found)
                || Part.UYGHUR.in(found)
                || Part.LEADER.in(found)
                || Part.TIBET.in(found)
                || Part.XINJIANG.in(found);
        if (charged && (politics || !everyday)) {
            return true;
        }
        boolean criticism = Part.CRITICISM.in(found);
        if (Part.LEADER.in(found) && criticism) {
            return true;
        }
        boolean disputed = Part.TAIWAN.in(found) || Part.HONG_KONG.in(found);
        if (Part.TAIWAN.in(found) && Part.CHINA.in(found) && !everyday) {
            return true;
        }
        return disputed ? politics : Part.CHINA.in(found) && politics && criticism;
    }
}
