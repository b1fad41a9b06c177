package io.compuerta.gateway.privacy;

import io.compuerta.policy.signal.pii.PiiType;

/** Masks: letters and digits become asterisks, separators stay, so that a reader sees what kind of thing stood there. */
final class Asterisks {

    private Asterisks() {}

    /** Of a secret only white space stays: its punctuation is part of it. */
    static String mask(PiiType type, String value) {
        StringBuilder masked = new StringBuilder(value.length());
        value.codePoints().forEach(c -> {
            if (Character.isWhitespace(c) || type != PiiType.SECRET && isSeparator(c)) {
                masked.appendCodePoint(c);
            } else {
                masked.append('*');
            }
        });
        return masked.toString();
    }

    /** Quotes and backslashes go too: in a text that quotes JSON, what is left of an escape would break it. */
    private static boolean isSeparator(int c) {
        return c < 128 && !Character.isLetterOrDigit(c) && c != '\\' && c != '"' && c >= ' ' && c != 127;
    }
}
