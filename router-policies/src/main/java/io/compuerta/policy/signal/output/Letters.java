package io.compuerta.policy.signal.output;

import java.text.Normalizer;

/** Folds characters to what they are compared as: lower case, no accents, ordinary width. */
final class Letters {

    /** Of a character that separates words. */
    static final char NONE = 0;
    /** Of a character that is not seen: it neither separates nor belongs. */
    static final char INVISIBLE = 1;

    private static final int LATIN = 0x250;
    private static final char[] TABLE = new char[LATIN];

    static {
        for (char c = 0; c < LATIN; c++) {
            String bare = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD);
            TABLE[c] = Character.isLetterOrDigit(c) ? Character.toLowerCase(bare.charAt(0)) : NONE;
        }
        // Letters that Unicode does not decompose.
        String stubborn = "ßsøoØołlŁlđdĐdıi";
        for (int i = 0; i < stubborn.length(); i += 2) {
            TABLE[stubborn.charAt(i)] = stubborn.charAt(i + 1);
        }
        TABLE['\u00ad'] = INVISIBLE;
        // Markdown's emphasis, and the joint of a placeholder, which must stay one word.
        TABLE['_'] = INVISIBLE;
    }

    private Letters() {}

    /** The folded letter or digit, {@link #NONE} or {@link #INVISIBLE}. Half of a surrogate pair is no letter. */
    static char fold(char c) {
        if (c < LATIN) {
            return TABLE[c];
        }
        if (c >= '\uff01' && c <= '\uff5e') {
            return TABLE[c - 0xfee0];
        }
        if (Character.isLetterOrDigit(c)) {
            return c >= '\u1e00' && c <= '\u1eff' ? bare(c) : Character.toLowerCase(c);
        }
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> INVISIBLE;
            default -> NONE;
        };
    }

    private static char bare(char c) {
        String decomposed = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD);
        return Character.toLowerCase(decomposed.charAt(0));
    }

    /** Scripts that write without spaces: every character counts as a word. */
    static boolean isAlone(char c) {
        return c >= '\u2e80' && c <= '\u9fff';
    }
}
