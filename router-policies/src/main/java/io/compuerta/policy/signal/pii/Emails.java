package io.compuerta.policy.signal.pii;

import java.util.function.Consumer;

/** Email addresses: walks outwards from each at sign, at most as far as RFC 5321 allows (64 and 255 characters). */
final class Emails implements PiiDetector {
    private static final int LOCAL_MAX = 64;
    private static final int DOMAIN_MAX = 255;

    @Override
    public String name() {
        return "emails";
    }

    @Override
    public void detect(ScannedText scanned, Consumer<PiiFinding> found) {
        String text = scanned.text();
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int start = localStart(text, at);
            int end = domainEnd(text, at);
            if (start < at && end > 0 && !insideUrlCredentials(text, start)) {
                found.accept(new PiiFinding(start, end, PiiType.EMAIL, 1, name()));
            }
        }
    }

    private static int localStart(String text, int at) {
        int start = at;
        while (start > 0 && at - start < LOCAL_MAX && isLocal(text.charAt(start - 1))) {
            start--;
        }
        while (start < at && !Character.isLetterOrDigit(text.charAt(start)) && text.charAt(start) != '_') {
            start++;
        }
        return start;
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || ".!#$%&+-?^_~".indexOf(c) >= 0;
    }

    /** End of the longest domain with a plausible last label, or -1. */
    private static int domainEnd(String text, int at) {
        int end = at + 1;
        int lastDot = -1;
        int limit = Math.min(text.length(), at + DOMAIN_MAX);
        while (end < limit) {
            char c = text.charAt(end);
            if (c == '.') {
                if (end == at + 1 || text.charAt(end - 1) == '.') {
                    break;
                }
                lastDot = end;
            } else if (!Character.isLetterOrDigit(c) && c != '-') {
                break;
            }
            end++;
        }
        while (end > at + 1 && !Character.isLetterOrDigit(text.charAt(end - 1))) {
            end--;
        }
        if (lastDot >= end) {
            lastDot = text.lastIndexOf('.', end - 1);
        }
        boolean plausible = lastDot > at + 1 && end - lastDot - 1 >= 2 && isLetters(text, lastDot + 1, end);
        return plausible ? end : -1;
    }

    private static boolean isLetters(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Character.isLetter(text.charAt(i)) && text.charAt(i) != '-') {
                return false;
            }
        }
        return true;
    }

    /** In "scheme://user:word@host" the part before the at sign is a credential, which {@link Secrets} takes. */
    private static boolean insideUrlCredentials(String text, int start) {
        int from = Math.max(0, start - LOCAL_MAX);
        int slash = text.substring(from, start).lastIndexOf("://");
        return slash >= 0 && text.substring(from + slash, start).chars().noneMatch(Character::isWhitespace);
    }
}
