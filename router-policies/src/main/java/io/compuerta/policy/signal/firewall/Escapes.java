package io.compuerta.policy.signal.firewall;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Undoes runs of escapes: {@code %69%67}, {@code \x69\x67}, {@code \u0069}, {@code &#105;}. A run needs
 * {@value #RUN} of them; single ones are everyday in links and code, and stay.
 */
final class Escapes {

    private static final int RUN = 4;

    private Escapes() {}

    static String decode(String text, Set<Trick> tricks) {
        if (text.indexOf('%') < 0 && text.indexOf('\\') < 0 && text.indexOf("&#") < 0) {
            return text;
        }
        StringBuilder decoded = new StringBuilder(text.length());
        ByteArrayOutputStream run = new ByteArrayOutputStream();
        int i = 0;
        while (i < text.length()) {
            int start = i;
            int escapes = 0;
            run.reset();
            for (int length = escapeLength(text, i); length > 0; length = escapeLength(text, i)) {
                write(run, text, i, length);
                i += length;
                escapes++;
            }
            if (escapes >= RUN) {
                decoded.append(run.toString(StandardCharsets.UTF_8));
                tricks.add(Trick.ESCAPES);
            } else {
                decoded.append(text, start, i);
            }
            if (i < text.length()) {
                decoded.append(text.charAt(i++));
            }
        }
        return decoded.toString();
    }

    /** The length of the escape that begins here, or 0. */
    private static int escapeLength(String text, int i) {
        if (i >= text.length()) {
            return 0;
        }
        return switch (text.charAt(i)) {
            case '%' -> hexDigits(text, i + 1, 2) ? 3 : 0;
            case '\\' -> {
                char kind = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
                if (kind == 'x' && hexDigits(text, i + 2, 2)) {
                    yield 4;
                }
                yield kind == 'u' && hexDigits(text, i + 2, 4) ? 6 : 0;
            }
            case '&' -> {
                int end = text.indexOf(';', i, Math.min(text.length(), i + 8));
                yield end > i + 2 && text.charAt(i + 1) == '#' && entity(text, i, end) > 0 ? end + 1 - i : 0;
            }
            default -> 0;
        };
    }

    private static void write(ByteArrayOutputStream run, String text, int i, int length) {
        switch (text.charAt(i)) {
            case '%' -> run.write(Integer.parseInt(text, i + 1, i + 3, 16));
            case '&' -> put(run, entity(text, i, i + length - 1));
            default -> put(run, Integer.parseInt(text, i + 2, i + length, 16));
        }
    }

    private static void put(ByteArrayOutputStream run, int c) {
        byte[] bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8);
        run.write(bytes, 0, bytes.length);
    }

    /** The character of {@code &#105;} or {@code &#x69;}, or -1. */
    private static int entity(String text, int i, int end) {
        boolean hex = (text.charAt(i + 2) | 0x20) == 'x';
        int from = i + (hex ? 3 : 2);
        int value = 0;
        for (int k = from; k < end; k++) {
            int digit = Character.digit(text.charAt(k), hex ? 16 : 10);
            if (digit < 0) {
                return -1;
            }
            value = value * (hex ? 16 : 10) + digit;
        }
        return from < end && Character.isValidCodePoint(value) ? value : -1;
    }

    private static boolean hexDigits(String text, int from, int count) {
        if (from + count > text.length()) {
            return false;
        }
        for (int i = from; i < from + count; i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
