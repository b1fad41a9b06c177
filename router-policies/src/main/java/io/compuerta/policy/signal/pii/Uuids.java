package io.compuerta.policy.signal.pii;

/** Universally unique identifiers (RFC 9562): their groups look like ids, plates and house numbers, and are none. */
final class Uuids {

    private static final int LENGTH = 36;

    private Uuids() {}

    /** Whether a finding is a part of such an identifier, or reaches into one, and not the whole of it. */
    static boolean cuts(String text, PiiFinding finding) {
        int last = Math.min(finding.end() - 1, text.length() - LENGTH);
        for (int start = Math.max(0, finding.start() - LENGTH + 1); start <= last; start++) {
            if (isAt(text, start)) {
                return finding.start() > start || finding.end() < start + LENGTH;
            }
        }
        return false;
    }

    private static boolean isAt(String text, int start) {
        if (text.charAt(start + 8) != '-' || start > 0 && isHex(text.charAt(start - 1))) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(start + i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : !isHex(c)) {
                return false;
            }
        }
        return start + LENGTH == text.length() || !isHex(text.charAt(start + LENGTH));
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }
}
