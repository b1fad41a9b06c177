package io.compuerta.policy.signal.firewall;

import java.text.Normalizer;

/**
 * Folds a character to the one it is compared as: lower case and without accents, so that a dropped accent or a shout
 * changes nothing. A table covers the Latin blocks; everything else is only lowered.
 */
final class Folding {

    private static final int LATIN = 0x250;
    private static final char[] TABLE = new char[LATIN];

    static {
        for (char c = 0; c < LATIN; c++) {
            String bare = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD);
            TABLE[c] = Character.toLowerCase(bare.charAt(0));
        }
        // Letters that Unicode does not decompose.
        String stubborn = "ßsøoØołlŁlđdĐdıiþtæaÆaœoŒoªaºo";
        for (int i = 0; i < stubborn.length(); i += 2) {
            TABLE[stubborn.charAt(i)] = stubborn.charAt(i + 1);
        }
    }

    private Folding() {}

    static char fold(char c) {
        return c < LATIN ? TABLE[c] : Character.toLowerCase(c);
    }

    static boolean isWordChar(char c) {
        if (c < 0x80) {
            return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' || c >= '0' && c <= '9';
        }
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c);
    }

    /** Scripts that write without spaces: every character counts as a word. */
    static boolean isIdeograph(char c) {
        return c >= 0x2E80 && c <= 0x9FFF;
    }
}
