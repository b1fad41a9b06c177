package io.compuerta.policy.signal.pii;

import java.text.Normalizer;
import java.util.Locale;

/** Compares words without regard to case and accents, and hashes them without building a string. */
final class Folding {
    /** Of no letters yet. */
    static final long HASH_START = 0xcbf29ce484222325L;

    private static final int TABLE = 0x250;
    private static final char[] FOLDED = new char[TABLE];

    static {
        for (int c = 0; c < TABLE; c++) {
            String plain = Normalizer.normalize(String.valueOf((char) c), Normalizer.Form.NFD);
            FOLDED[c] = Character.toLowerCase(plain.charAt(0));
        }
    }

    private Folding() {}

    static char fold(char c) {
        return c < TABLE ? FOLDED[c] : Character.toLowerCase(c);
    }

    static boolean isCombining(char c) {
        return c >= 0x300 && c <= 0x36F;
    }

    /** FNV-1a over the folded characters, combining marks left out, so that NFC and NFD texts agree. */
    static long hash(CharSequence text, int start, int end) {
        long hash = HASH_START;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!isCombining(c)) {
                hash = hashStep(hash, c);
            }
        }
        return hashEnd(hash);
    }

    /** The same for a word that comes letter by letter, without its combining marks. */
    static long hashStep(long hash, char c) {
        return (hash ^ fold(c)) * 0x100000001b3L;
    }

    static long hashEnd(long hash) {
        return hash ^ (hash >>> 29);
    }

    static long hash(CharSequence word) {
        return hash(word, 0, word.length());
    }

    /** The characters between the indexes that are letters or digits, upper case. */
    static String compact(CharSequence text, int start, int end) {
        var kept = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (isAlphanumeric(c)) {
                kept.append(c);
            }
        }
        return kept.toString().toUpperCase(Locale.ROOT);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAsciiLetter(char c) {
        char lower = (char) (c | 0x20);
        return lower >= 'a' && lower <= 'z';
    }

    static boolean isAlphanumeric(char c) {
        return isDigit(c) || isAsciiLetter(c);
    }
}
