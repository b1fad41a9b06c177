package io.compuerta.policy.signal.output;

/**
 * Reads a text as words, character by character, looking through escapes: backslashes before {@code n} and its like are a
 * gap, before {@code u} and four hexadecimal digits a character, however many they are. So a text, the same text in a
 * JSON string and that string in another one read alike. Markdown's marks separate words and are otherwise not seen. A
 * word ends after 64 letters. Not thread-safe.
 */
final class WordReader {

    /** The character is no news: part of an escape, or invisible. */
    static final int NOTHING = 0;
    /** No word goes on beyond this character. */
    static final int GAP = 1;
    /** Beside a letter: it does not continue the word before it. */
    static final int APART = 1 << 16;

    private static final int LONGEST_WORD = 64;
    private static final int NO_HEX = -1;

    private int start;
    private int slash = -1;
    private int hexDigits = NO_HEX;
    private int hex;
    private int letters;
    private boolean alone;

    /**
     * Takes the next character.
     *
     * @return {@link #NOTHING}, {@link #GAP}, or a folded letter, perhaps with {@link #APART}
     */
    int next(char c, int at) {
        if (slash < 0) {
            start = at;
            if (c == '\\') {
                slash = at;
                return NOTHING;
            }
            return read(c, false);
        }
        start = slash;
        return hexDigits == NO_HEX ? escaped(c) : hex(c, at);
    }

    /** Where the last character that was news begins, its escape included. */
    int start() {
        return start;
    }

    /** Where an escape that is not complete begins; -1 when none is. */
    int pending() {
        return slash;
    }

    private int escaped(char c) {
        switch (c) {
            case '\\' -> {
                return NOTHING;
            }
            case 'u' -> {
                hexDigits = 0;
                hex = 0;
                return NOTHING;
            }
            case 'n', 'r', 't', 'b', 'f' -> {
                slash = -1;
                return gap();
            }
            default -> {
                slash = -1;
                return read(c, true);
            }
        }
    }

    private int hex(char c, int at) {
        int digit = c < 128 ? Character.digit(c, 16) : -1;
        if (digit >= 0) {
            hex = hex << 4 | digit;
            if (++hexDigits < 4) {
                return NOTHING;
            }
            slash = -1;
            hexDigits = NO_HEX;
            return read((char) hex, false);
        }
        hexDigits = NO_HEX;
        if (c == '\\') {
            slash = at;
            return gap();
        }
        slash = -1;
        return read(c, true);
    }

    private int read(char c, boolean apart) {
        char folded = Letters.fold(c);
        if (folded == Letters.INVISIBLE) {
            return NOTHING;
        }
        if (folded == Letters.NONE) {
            return gap();
        }
        boolean single = Letters.isAlone(c);
        boolean separate = apart || alone || single || letters >= LONGEST_WORD;
        letters = separate ? 1 : letters + 1;
        alone = single;
        return separate ? APART | folded : folded;
    }

    private int gap() {
        letters = 0;
        alone = false;
        return GAP;
    }
}
