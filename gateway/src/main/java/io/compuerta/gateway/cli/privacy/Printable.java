package io.compuerta.gateway.cli.privacy;

/** Text of strangers for a terminal: what would move the cursor, change colours or turn the line round becomes a dot. */
final class Printable {

    private static final char INSTEAD = '·';

    private Printable() {}

    static String of(String text) {
        StringBuilder safe = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isHarmful(text, i)) {
                if (safe == null) {
                    safe = new StringBuilder(text);
                }
                safe.setCharAt(i, c == '\t' ? ' ' : INSTEAD);
            }
        }
        return safe == null ? text : safe.toString();
    }

    private static boolean isHarmful(String text, int i) {
        char c = text.charAt(i);
        if (Character.isISOControl(c)) {
            return true;
        }
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
        }
        return Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
    }
}
