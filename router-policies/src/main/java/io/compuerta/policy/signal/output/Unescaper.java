package io.compuerta.policy.signal.output;

/** Reads JSON source as what it says, character by character (RFC 8259, section 7); broken escapes do no harm. */
final class Unescaper {

    /** An escape is not complete. */
    static final int PENDING = -1;

    private static final int NO_HEX = -1;

    private int start;
    private boolean escaped;
    private int hexDigits = NO_HEX;
    private int hex;

    /** The character that is complete now, or {@link #PENDING}. */
    int next(char c, int at) {
        if (hexDigits != NO_HEX) {
            return hex(c);
        }
        if (escaped) {
            escaped = false;
            return switch (c) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'u' -> {
                    hexDigits = 0;
                    hex = 0;
                    yield PENDING;
                }
                default -> c;
            };
        }
        start = at;
        escaped = c == '\\';
        return escaped ? PENDING : c;
    }

    private int hex(char c) {
        int digit = c < 128 ? Character.digit(c, 16) : -1;
        if (digit < 0) {
            hexDigits = NO_HEX;
            return c;
        }
        hex = hex << 4 | digit;
        if (++hexDigits < 4) {
            return PENDING;
        }
        hexDigits = NO_HEX;
        return hex;
    }

    /** Where the last complete character begins, its escape included. */
    int start() {
        return start;
    }
}
