package io.compuerta.gateway.privacy;

/** The escapes of JSON strings (RFC 8259, section 7), read leniently and written minimally. */
final class JsonEscapes {

    /** The escape is cut off by the end of the text. */
    static final int CUT = 0;

    private JsonEscapes() {}

    /**
     * Reads what stands at {@code i}: the character in the lower 16 bits, the number of characters it takes in the
     * upper 16; {@link #CUT} when the text ends inside an escape. An escape that JSON does not know, which models write
     * ({@code \_}), stands for its second character; a broken {@code \}{@code u} stands for a backslash.
     */
    static int unit(CharSequence text, int i) {
        char c = text.charAt(i);
        if (c != '\\') {
            return 1 << 16 | c;
        }
        if (i + 1 >= text.length()) {
            return CUT;
        }
        char escaped = text.charAt(i + 1);
        return switch (escaped) {
            case 'n' -> 2 << 16 | '\n';
            case 'r' -> 2 << 16 | '\r';
            case 't' -> 2 << 16 | '\t';
            case 'b' -> 2 << 16 | '\b';
            case 'f' -> 2 << 16 | '\f';
            case 'u' -> hex(text, i);
            default -> 2 << 16 | escaped;
        };
    }

    private static int hex(CharSequence text, int i) {
        int value = 0;
        for (int k = i + 2; k < i + 6; k++) {
            if (k >= text.length()) {
                return CUT;
            }
            char c = text.charAt(k);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return 1 << 16 | '\\';
            }
            value = value << 4 | digit;
        }
        return 6 << 16 | value;
    }

    /** Appends a value as it must stand between the quotes of a JSON string. */
    static void append(StringBuilder out, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    // A lone surrogate survives only as an escape: UTF-8 has no bytes for it.
                    if (c < ' ' || isLoneSurrogate(value, i)) {
                        hexEscape(out, c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
    }

    private static boolean isLoneSurrogate(String value, int i) {
        char c = value.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
    }

    private static void hexEscape(StringBuilder out, char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit(c >> shift & 0xf, 16));
        }
    }

    /** The text with every escape replaced by what it stands for, in and outside strings alike. */
    static String decode(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int unit = unit(text, i);
            if (unit == CUT) {
                return out.append(text, i, text.length()).toString();
            }
            out.append((char) unit);
            i += unit >>> 16;
        }
        return out.toString();
    }
}
