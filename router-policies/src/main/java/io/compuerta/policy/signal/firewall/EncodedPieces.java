package io.compuerta.policy.signal.firewall;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces encoded pieces of a text by what they say: Base64, hexadecimal and binary digits, percent and backslash
 * escapes. A piece is replaced only if it decodes to readable text, so keys, hashes and paths stay as they are.
 */
final class EncodedPieces {

    /** Shorter pieces are words, and hide too little to matter. */
    private static final int SHORTEST = 12;

    private EncodedPieces() {}

    static String decode(String text, Set<Trick> tricks) {
        StringBuilder decoded = null;
        int copied = 0;
        int i = 0;
        while (i < text.length()) {
            int end = runEnd(text, i);
            if (end - i < SHORTEST) {
                i = Math.max(end, i + 1);
                continue;
            }
            Optional<String> said = Optional.empty();
            int taken = end;
            Trick trick = Trick.BASE64;
            int digits = digitsEnd(text, i);
            if (digits - i >= SHORTEST) {
                said = fromDigits(text.substring(i, digits));
                trick = Trick.HEX;
                taken = digits;
            }
            if (said.isEmpty()) {
                said = fromBase64(text, i, end);
                trick = Trick.BASE64;
                taken = padded(text, end);
            }
            if (said.isPresent()) {
                decoded = decoded == null ? new StringBuilder(text.length()) : decoded;
                decoded.append(text, copied, i).append(' ').append(said.get()).append(' ');
                copied = taken;
                tricks.add(trick);
            }
            i = said.isPresent() ? taken : Math.max(end, Math.max(digits, i + 1));
        }
        String whole = decoded == null
                ? text
                : decoded.append(text, copied, text.length()).toString();
        return Escapes.decode(whole, tricks);
    }

    /** The end of a run of Base64 letters, or of the spaced digits that may begin here. */
    private static int runEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isBase64(text.charAt(end))) {
            end++;
        }
        // Pairs of hexadecimal digits or octets of bits are often set apart.
        if (end - from == 2 || end - from == 8) {
            return Math.max(end, digitsEnd(text, from));
        }
        return end;
    }

    private static int padded(String text, int end) {
        int padded = end;
        while (padded < text.length() && padded - end < 2 && text.charAt(padded) == '=') {
            padded++;
        }
        return padded;
    }

    /** The end of hexadecimal digits that begin here, single separators between groups of equal size allowed. */
    private static int digitsEnd(String text, int from) {
        int end = from;
        int group = -1;
        int start = from;
        while (true) {
            while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0 && text.charAt(end) < 0x80) {
                end++;
            }
            int size = end - start;
            if (size == 0 || group >= 0 && size != group) {
                return group < 0 ? from : start - 1;
            }
            group = size;
            boolean separated = end + 1 < text.length()
                    && (group == 2 || group == 8)
                    && (text.charAt(end) == ' ' || text.charAt(end) == ':' || text.charAt(end) == '-');
            if (!separated) {
                return end;
            }
            start = ++end;
        }
    }

    private static Optional<String> fromDigits(String piece) {
        StringBuilder digits = new StringBuilder(piece.length());
        boolean bits = true;
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (Character.digit(c, 16) >= 0) {
                digits.append(c);
                bits &= c == '0' || c == '1';
            }
        }
        int width = bits ? 8 : 2;
        if (digits.length() % width != 0 || digits.length() < width * 4) {
            return Optional.empty();
        }
        byte[] bytes = new byte[digits.length() / width];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(digits, i * width, (i + 1) * width, bits ? 2 : 16);
        }
        return readable(bytes);
    }

    private static Optional<String> fromBase64(String text, int from, int end) {
        int length = end - from;
        byte[] bytes = new byte[length - length % 4 + (length % 4 > 1 ? length % 4 : 0)];
        boolean upper = false;
        boolean lower = false;
        for (int i = 0; i < bytes.length; i++) {
            char c = text.charAt(from + i);
            upper |= c >= 'A' && c <= 'Z';
            lower |= c >= 'a' && c <= 'z';
            bytes[i] = (byte) (c == '-' ? '+' : c == '_' ? '/' : c);
        }
        if (!upper || !lower) {
            return Optional.empty();
        }
        try {
            return readable(Base64.getDecoder().decode(bytes));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static boolean isBase64(char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 0x80
                || c >= '0' && c <= '9'
                || c == '+'
                || c == '/'
                || c == '-'
                || c == '_';
    }

    /** The text of the bytes if it is valid UTF-8 made of letters and blanks for the most part. */
    static Optional<String> readable(byte[] bytes) {
        if (bytes.length < 4) {
            return Optional.empty();
        }
        String said;
        try {
            said = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException cut) {
            // The last character may have been cut with the padding.
            said = new String(Arrays.copyOf(bytes, bytes.length - 1), StandardCharsets.UTF_8);
        }
        int letters = 0;
        for (int i = 0; i < said.length(); i++) {
            char c = said.charAt(i);
            if (c == '\uFFFD' || c < ' ' && c != '\n' && c != '\t' && c != '\r') {
                return Optional.empty();
            }
            if (Character.isLetterOrDigit(c) || c == ' ' || c == '=' || c == '+' || c == '/') {
                letters++;
            }
        }
        return letters * 10 >= said.length() * 7 ? Optional.of(said) : Optional.empty();
    }
}
