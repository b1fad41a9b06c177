package io.compuerta.policy.signal.pii;

/**
 * Words that cannot be part of a person's name whatever the weights say: everyday words alone, labels, kinds of
 * organisations and streets, and, in a text that otherwise keeps to capitals, lower-case words that no list knows. These
 * limits hold in training and in use.
 */
final class TagLimits {
    private static final long NAME = Cue.of(Cue.GIVEN, Cue.SURNAME);
    private static final long NEVER = Cue.of(
            Cue.ORGANIZATION,
            Cue.NATIONAL_ID,
            Cue.NIE,
            Cue.CIF,
            Cue.PHONE,
            Cue.IBAN,
            Cue.ACCOUNT,
            Cue.CARD,
            Cue.PASSPORT,
            Cue.NUSS,
            Cue.SSN,
            Cue.RUT,
            Cue.CUIT,
            Cue.CURP,
            Cue.RFC,
            Cue.STEUER,
            Cue.RECORD,
            Cue.STREET,
            Cue.UNIT,
            Cue.RESIDENCE,
            Cue.NEGATIVE,
            Cue.BIRTH,
            Cue.INTRODUCTION);
    private static final int REACH = 5;

    private final ScannedText text;
    private final boolean caseless;

    TagLimits(ScannedText text) {
        this.text = text;
        this.caseless = isCaseless(text);
    }

    /** Whether the token may begin a person's name. */
    boolean mayBegin(int token) {
        if (!text.isWord(token)) {
            return false;
        }
        long cues = text.cues(token);
        boolean name = (cues & NAME) != 0;
        if (!name && (cues & (Cue.COMMON.bit() | Cue.TITLE.bit())) != 0) {
            return false;
        }
        return mayContinue(token) && ((cues & Cue.PARTICLE.bit()) == 0 || name || text.isCapitalized(token));
    }

    /** Whether the token may stand within a person's name. */
    boolean mayContinue(int token) {
        if (!text.isWord(token)) {
            return !text.isNumber(token);
        }
        long cues = text.cues(token);
        if ((cues & NAME) != 0) {
            return text.isCapitalized(token) || caseless || (cues & Cue.COMMON.bit()) == 0 || introduced(token);
        }
        if ((cues & Cue.PARTICLE.bit()) != 0) {
            return true;
        }
        if ((cues & NEVER) != 0) {
            return false;
        }
        return text.isCapitalized(token)
                || text.length(token) == 1
                || caseless && (cues & Cue.COMMON.bit()) == 0
                || introduced(token);
    }

    /** "me llamo", "soy", "name is", a title: what follows is a name in any case. */
    private boolean introduced(int token) {
        if (text.has(token, Cue.COMMON)) {
            return false;
        }
        for (int i = token - 1; i >= Math.max(0, token - REACH); i--) {
            if (!text.isWord(i) && !text.isMark(i, ':') && !text.isMark(i, '.')) {
                return false;
            }
            if (text.has(i, Cue.CALLED)) {
                return true;
            }
        }
        return false;
    }

    /** A text of some words of which fewer than one in forty is capitalised, or nearly all are shouted. */
    private static boolean isCaseless(ScannedText text) {
        int words = 0;
        int capitals = 0;
        for (int i = 0; i < text.count(); i++) {
            if (text.isWord(i) && text.length(i) > 1) {
                words++;
                capitals += text.isCapitalized(i) ? 1 : 0;
            }
        }
        return capitals * 40 <= words;
    }
}
