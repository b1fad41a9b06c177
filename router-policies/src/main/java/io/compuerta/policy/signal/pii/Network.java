package io.compuerta.policy.signal.pii;

import java.util.function.Consumer;

/** IPv4 and IPv6 addresses and hardware (MAC) addresses. */
final class Network implements PiiDetector {
    private static final int IPV6_MAX = 45;
    private static final long VERSION_LIKE = Cue.NEGATIVE.bit();

    private static final Mask MAC_COLONS = Mask.of("XX:XX:XX:XX:XX:XX");
    private static final Mask MAC_DASHES = Mask.of("XX-XX-XX-XX-XX-XX");
    private static final Mask MAC_DOTS = Mask.of("XXXX.XXXX.XXXX");

    @Override
    public String name() {
        return "network";
    }

    @Override
    public void detect(ScannedText text, Consumer<PiiFinding> found) {
        int skipTo = 0;
        for (int token = 0; token < text.count(); token++) {
            int start = text.start(token);
            if (start < skipTo) {
                continue;
            }
            if (text.isNumber(token)) {
                ipv4(text, token, found);
            }
            char after = text.charAt(text.end(token));
            boolean hexLike = text.length(token) <= 4 && !glued(text, token) && leadsGroup(text, start);
            if (hexLike || text.isMark(token, ':') && after == ':') {
                skipTo = hex(text, token, found);
            }
        }
    }

    /** One to four hex digits and a joint: the first group of an address. Spares most words the closer look. */
    private static boolean leadsGroup(ScannedText text, int start) {
        int at = start;
        while (at - start < 4 && Character.digit(text.charAt(at), 16) >= 0) {
            at++;
        }
        char joint = text.charAt(at);
        return at > start && (joint == ':' || joint == '-' || joint == '.');
    }

    private static boolean glued(ScannedText text, int token) {
        return Character.isLetterOrDigit(text.charAt(text.start(token) - 1));
    }

    private void ipv4(ScannedText text, int token, Consumer<PiiFinding> found) {
        int start = text.start(token);
        int end = ipv4End(text, start);
        if (end < 0 || !isBounded(text, start, end)) {
            return;
        }
        boolean version = text.cuedBefore(token, VERSION_LIKE, 3) && !text.cuedBefore(token, Cue.IP.bit(), 4);
        if (!version) {
            found.accept(new PiiFinding(start, end, PiiType.IP, .97, name()));
        }
    }

    private static boolean isBounded(ScannedText text, int start, int end) {
        char before = text.charAt(start - 1);
        char after = text.charAt(end);
        boolean open = before == '.' || before == '-' || Character.isLetterOrDigit(before);
        boolean more =
                (after == '.' && Character.isLetterOrDigit(text.charAt(end + 1))) || Character.isLetterOrDigit(after);
        return !open && !more;
    }

    private static int ipv4End(ScannedText text, int start) {
        int at = start;
        for (int octet = 0; octet < 4; octet++) {
            if (octet > 0) {
                if (text.charAt(at) != '.') {
                    return -1;
                }
                at++;
            }
            int value = 0;
            int digits = 0;
            while (Folding.isDigit(text.charAt(at)) && digits < 4) {
                value = value * 10 + text.charAt(at) - '0';
                at++;
                digits++;
            }
            if (digits == 0 || digits > 3 || value > 255) {
                return -1;
            }
        }
        return at;
    }

    /** Tries a MAC or an IPv6 address at the token; returns the index up to which nothing else can start. */
    private int hex(ScannedText text, int token, Consumer<PiiFinding> found) {
        int start = text.start(token);
        for (Mask mask : new Mask[] {MAC_COLONS, MAC_DASHES, MAC_DOTS}) {
            int end = mask.match(text.text(), start);
            if (end > 0 && isHex(text, start, end)) {
                found.accept(new PiiFinding(start, end, PiiType.MAC, .98, name()));
                return end;
            }
        }
        int end = ipv6End(text, start);
        if (end > 0) {
            found.accept(new PiiFinding(start, end, PiiType.IP, .98, name()));
            return end;
        }
        return start;
    }

    private static boolean isHex(ScannedText text, int start, int end) {
        boolean dotted = false;
        boolean digit = false;
        boolean letter = false;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            dotted |= c == '.';
            digit |= Folding.isDigit(c);
            letter |= Folding.isAsciiLetter(c);
            if (Folding.isAsciiLetter(c) && Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return !dotted || (digit && letter);
    }

    /** RFC 4291 section 2.2: eight groups of up to four hex digits, one "::" for a run of zeros, IPv4 at the end. */
    private static int ipv6End(ScannedText text, int start) {
        int at = start;
        int groups = 0;
        boolean compressed = false;
        boolean letters = false;
        while (at - start < IPV6_MAX) {
            int from = at;
            while (at - from < 5 && Character.digit(text.charAt(at), 16) >= 0 && text.charAt(at) < 128) {
                letters |= !Folding.isDigit(text.charAt(at));
                at++;
            }
            if (at - from > 4) {
                return -1;
            }
            groups += at > from ? 1 : 0;
            if (text.charAt(at) == '.' && groups > 1 && ipv4End(text, from) > 0) {
                at = ipv4End(text, from);
                groups++;
                break;
            }
            if (text.charAt(at) != ':' || groups > 8) {
                break;
            }
            if (text.charAt(at + 1) == ':') {
                if (compressed) {
                    return -1;
                }
                compressed = true;
                at += 2;
            } else if (Character.digit(text.charAt(at + 1), 16) >= 0) {
                at++;
            } else {
                break;
            }
        }
        boolean whole = compressed
                ? groups >= 2 && groups <= 7 && (letters || groups > 3 || hasWideGroup(text, start, at))
                : groups == 8;
        return whole && !Character.isLetterOrDigit(text.charAt(at)) ? at : -1;
    }

    /** "1::2" is more often code than an address; "2001::1" is not. */
    private static boolean hasWideGroup(ScannedText text, int start, int end) {
        return text.text().substring(start, end).matches("[0-9]{3,4}:.*");
    }
}
