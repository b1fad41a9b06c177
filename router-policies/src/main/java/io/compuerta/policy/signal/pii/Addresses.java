package io.compuerta.policy.signal.pii;

import java.util.function.Consumer;

/**
 * Postal addresses of three builds: a street word, a name and a number ("calle Mayor 5, 3º B, 28013 Madrid"); a number, a
 * name and a street word ("12 Oak Lane, Leeds LS1 4DY"); crossings of numbered streets ("Carrera 15 # 93-47"). Post office
 * boxes too. Each is a walk over a bounded number of tokens.
 */
final class Addresses implements PiiDetector {
    private static final int NAME_WORDS = 7;

    private static final double SURE = .82;

    @Override
    public String name() {
        return "addresses";
    }

    @Override
    public void detect(ScannedText text, Consumer<PiiFinding> found) {
        if (!text.hasNumbers()) {
            return;
        }
        int next = 0;
        for (int token = 0; token < text.count(); token++) {
            if (token < next) {
                continue;
            }
            int last = -1;
            if (text.has(token, Cue.STREET) && startsStreet(text, token) || isPaseo(text, token)) {
                last = streetFirst(text, token);
            } else if (text.isNumber(token) && text.length(token) <= 5 && !text.touchesPrevious(token)) {
                last = numberFirst(text, token);
            } else if (CompoundStreets.isOne(text, token)) {
                last = token + 1;
            } else if (isBox(text, token)) {
                last = text.isMark(token + 1, '.') ? token + 5 : token + 2;
            }
            if (last > token) {
                last = AddressTail.after(text, last);
                found.accept(new PiiFinding(text.start(token), text.end(last), PiiType.ADDRESS, SURE, name()));
                next = last + 1;
            }
        }
    }

    /** "c" needs a slash, "via" a "gran", and a lower-case "plaza" or "camino" a name behind; the rest speak for themselves. */
    private static boolean startsStreet(ScannedText text, int token) {
        return text.length(token) > 1
                || text.isMark(token + 1, '/')
                || text.isCapitalized(token)
                        && text.isMark(token + 1, '.')
                        && text.isCapitalized(token + 2)
                        && text.length(token + 2) > 1;
    }

    /** "Pº de la Castellana". */
    private static boolean isPaseo(ScannedText text, int token) {
        return text.isCapitalized(token)
                && text.length(token) == 1
                && text.charAt(text.start(token)) == 'P'
                && (text.isMark(token + 1, 'º') || text.isMark(token + 2, 'º'))
                && text.touchesPrevious(token + 1);
    }

    /** Last token of a street word, its name and its number, or -1. */
    private static int streetFirst(ScannedText text, int token) {
        int i = token + 1;
        while (text.isMark(i, '.') || text.isMark(i, '/') || text.isMark(i, 'ª') || text.isMark(i, 'º')) {
            i++;
        }
        int words = 0;
        while (words < NAME_WORDS) {
            if (text.isWord(i) && !isNumberSign(text, i) && !endsName(text, i)) {
                words++;
                i++;
            } else if (words > 0
                    && (text.isMark(i, '.') && text.length(i - 1) <= 4
                            || text.isMark(i, '\'')
                            || text.isMark(i, '-'))) {
                i++;
            } else {
                break;
            }
            if (i < text.count() && text.startsLine(i)) {
                return -1;
            }
        }
        if (words == 0) {
            return crossing(text, i);
        }
        return number(text, i);
    }

    private static boolean endsName(ScannedText text, int i) {
        return text.has(i, Cue.COMMON)
                && !text.isCapitalized(i)
                && !text.has(i, Cue.PARTICLE)
                && text.cues(i) == Cue.COMMON.bit();
    }

    /** "15 # 93-47", "10 No. 5-20". */
    private static int crossing(ScannedText text, int i) {
        if (!text.isNumber(i) || text.length(i) > 3) {
            return -1;
        }
        int at = i + 1;
        if (text.isWord(at) && text.length(at) == 1) {
            at++;
        }
        boolean signed = false;
        while (text.isMark(at, '#')
                || text.isMark(at, '.')
                || text.isMark(at, '°')
                || text.isMark(at, 'º')
                || isNumberSign(text, at)) {
            signed = true;
            at++;
        }
        if (!signed || !text.isNumber(at)) {
            return -1;
        }
        if (text.isWord(at + 1) && text.length(at + 1) == 1) {
            at++;
        }
        return text.isMark(at + 1, '-') && text.isNumber(at + 2) ? at + 2 : at;
    }

    /** A number, "s/n" or "km 5" behind the name. */
    private static int number(ScannedText text, int from) {
        int i = from;
        if (text.isMark(i, ',')) {
            i++;
        }
        int signs = 0;
        while (signs < 3
                && (isNumberSign(text, i)
                        || text.isMark(i, '.')
                        || text.isMark(i, 'º')
                        || text.isMark(i, '°')
                        || text.isMark(i, '#'))) {
            signs++;
            i++;
        }
        if (text.isNumber(i) && text.length(i) <= 5 && !(i < text.count() && text.startsLine(i))) {
            return i;
        }
        boolean none = text.isWord(i)
                && text.length(i) == 1
                && text.isMark(i + 1, '/')
                && text.isWord(i + 2)
                && text.length(i + 2) == 1;
        return none ? i + 2 : -1;
    }

    private static boolean isNumberSign(ScannedText text, int i) {
        if (!text.isWord(i) || text.length(i) > 6) {
            return false;
        }
        return switch (Folding.compact(text.text(), text.start(i), text.end(i))) {
            case "N" ->
                text.isMark(i + 1, '.') || text.isMark(i + 1, 'º') || text.isMark(i + 1, '°') || text.isNumber(i + 1);
            case "NO", "NUM", "NM", "NRO", "NUMERO", "NMERO", "KM" -> text.isMark(i + 1, '.') || text.isNumber(i + 1);
            default -> false;
        };
    }

    /** Last token of a number, one to four words and an English street word, or -1. */
    private static int numberFirst(ScannedText text, int token) {
        int i = token + 1;
        if (text.isWord(i) && text.touchesPrevious(i)) {
            if (text.length(i) > 1) {
                return -1;
            }
            i++;
        }
        for (int words = 0; words < 5; words++, i++) {
            if (words == 0 && text.isNumber(i) && text.length(i) <= 4 && text.isCapitalized(i + 1)) {
                i++;
            }
            if (!text.isWord(i) || text.startsLine(i)) {
                return -1;
            }
            boolean suffix = words > 0 && text.has(i, Cue.STREET_SUFFIX);
            if (suffix && (text.isCapitalized(i) == text.isCapitalized(i - 1))) {
                boolean more = text.has(i + 1, Cue.STREET_SUFFIX) && text.isCapitalized(i + 1);
                int last = more ? i + 1 : i;
                return isDirection(text, last + 1) ? last + 1 : last;
            }
            if (text.has(i, Cue.COMMON) && !text.isCapitalized(i) || text.has(i, Cue.MONTH)) {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isDirection(ScannedText text, int i) {
        if (!text.isCapitalized(i) || text.length(i) > 9) {
            return false;
        }
        return switch (Folding.compact(text.text(), text.start(i), text.end(i))) {
            case "N", "S", "E", "W", "NE", "NW", "SE", "SW", "NORTH", "SOUTH", "EAST", "WEST" -> true;
            default -> false;
        };
    }

    private static boolean isBox(ScannedText text, int token) {
        if (!text.isWord(token) || !text.isCapitalized(token) || text.length(token) > 2) {
            return false;
        }
        String word = Folding.compact(text.text(), text.start(token), text.end(token));
        if (word.equals("PO") && text.isWord(token + 1) && text.isNumber(token + 2)) {
            return Folding.compact(text.text(), text.start(token + 1), text.end(token + 1))
                    .equals("BOX");
        }
        return word.equals("P")
                && text.isMark(token + 1, '.')
                && text.isWord(token + 2)
                && text.isMark(token + 3, '.')
                && text.isWord(token + 4)
                && text.isNumber(token + 5);
    }
}
