package io.compuerta.policy.signal.pii;

import java.util.Optional;

/**
 * Universally unique identifiers (RFC 9562). Their groups look like ids, plates and house numbers, and are none; but where
 * words announce somebody's id or name of a user, the whole of one is it.
 */
final class Uuids {

    private static final int LENGTH = 36;

    private Uuids() {}

    /** The finding as it is, or the whole identifier that it is a part of; empty when it is a part that means nothing. */
    static Optional<PiiFinding> settled(String text, PiiFinding finding) {
        int at = cut(text, finding);
        if (at < 0) {
            return Optional.of(finding);
        }
        boolean announced = finding.type() == PiiType.ID || finding.type() == PiiType.USERNAME;
        return announced
                ? Optional.of(new PiiFinding(
                        Math.min(at, finding.start()),
                        Math.max(at + LENGTH, finding.end()),
                        finding.type(),
                        finding.confidence(),
                        finding.detector()))
                : Optional.empty();
    }

    /** Where an identifier begins that the finding is a part of or reaches into, without being the whole; -1 for none. */
    private static int cut(String text, PiiFinding finding) {
        int last = Math.min(finding.end() - 1, text.length() - LENGTH);
        for (int start = Math.max(0, finding.start() - LENGTH + 1); start <= last; start++) {
            if (isAt(text, start)) {
                return finding.start() > start || finding.end() < start + LENGTH ? start : -1;
            }
        }
        return -1;
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
