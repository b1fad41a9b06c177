package io.compuerta.policy.signal.language;

import java.text.Normalizer;

/** Case and accents taken away, one UTF-16 unit for one, so that positions stay put. */
final class Folding {

    private static final int TABLE_SIZE = 0x250;
    private static final char[] TABLE = table();

    private Folding() {}

    static char fold(char c) {
        return c < TABLE_SIZE ? TABLE[c] : Character.toLowerCase(c);
    }

    /** Accents written as separate characters; they vanish in folded text. */
    static boolean isCombiningMark(char c) {
        return c >= '\u0300' && c <= '\u036f';
    }

    private static char[] table() {
        char[] table = new char[TABLE_SIZE];
        for (char c = 0; c < TABLE_SIZE; c++) {
            String bare = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD);
            table[c] = c == 'ß' ? 's' : Character.toLowerCase(bare.charAt(0));
        }
        return table;
    }
}
