package io.compuerta.policy.signal.pii;

/**
 * Decides which tokens the name tagger looks at. Most of a text is lower-case prose without a name in it; leaving it out
 * is what keeps the tagger within microseconds. A token counts when it is capitalised, listed as a name, a number, or
 * close behind a word that introduces a name or a street.
 */
final class TagWindow {
    private static final long NAME = Cue.of(Cue.GIVEN, Cue.SURNAME);
    private static final long PLAIN = Cue.of(Cue.COMMON, Cue.PARTICLE);
    private static final int AFTER_NAME = 2;
    private static final int AFTER_INTRODUCTION = 4;
    private static final int AFTER_STREET = 8;
    private static final int AROUND_NUMBER = 3;

    private TagWindow() {}

    static boolean[] active(ScannedText text) {
        var active = new boolean[text.count()];
        for (int i = 0; i < text.count(); i++) {
            long cues = text.cues(i);
            if (text.isNumber(i)) {
                mark(active, i - AROUND_NUMBER, i + AROUND_NUMBER);
            } else if (text.isWord(i)) {
                if ((cues & Cue.STREET.bit()) != 0 && (text.isCapitalized(i) || (cues & PLAIN) == 0)) {
                    mark(active, i, i + AFTER_STREET);
                } else if (text.isCapitalized(i) || (cues & NAME) != 0 && (cues & PLAIN) == 0) {
                    mark(active, i - 1, i + AFTER_NAME);
                }
                if ((cues & (Cue.INTRODUCTION.bit() | Cue.TITLE.bit())) != 0) {
                    mark(active, i + 1, i + AFTER_INTRODUCTION);
                }
            }
        }
        return active;
    }

    private static void mark(boolean[] active, int from, int to) {
        for (int i = Math.max(0, from); i <= Math.min(active.length - 1, to); i++) {
            active[i] = true;
        }
    }
}
