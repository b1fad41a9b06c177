package io.compuerta.policy.signal.pii;

/** What may follow the street and number of an address: floor and door, neighbourhood, postal code, town, state. */
final class AddressTail {
    private static final int MAX_TOKENS = 30;

    private AddressTail() {}

    /** The last token of the tail, or the given one when none follows. */
    static int after(ScannedText text, int number) {
        int i = letterOf(text, number + 1, number);
        int last = i - 1;
        int stop = Math.min(text.count(), number + MAX_TOKENS);
        while (i < stop) {
            if (text.startsLine(i)) {
                int line = continuation(text, i, stop);
                if (line < 0) {
                    break;
                }
                last = line;
                i = line + 1;
                continue;
            }
            boolean comma = text.isMark(i, ',') || text.isMark(i, '-') && !text.touchesPrevious(i);
            int at = comma ? i + 1 : i;
            if (at < stop && text.startsLine(at)) {
                break;
            }
            int end = unit(text, at);
            if (end < 0 && comma) {
                end = place(text, at, stop);
            }
            if (end < 0) {
                break;
            }
            last = end;
            i = end + 1;
        }
        return last;
    }

    /** The last token of a line that goes on with the address: capitals and numbers only, a flat or a postcode among them. */
    private static int continuation(ScannedText text, int from, int stop) {
        int i = from;
        boolean placed = text.has(from, Cue.UNIT);
        while (i < stop && (i == from || !text.startsLine(i))) {
            if (isLabel(text, i) || i - from > 6) {
                return -1;
            }
            boolean proper = text.isCapitalized(i) || text.isNumber(i) || text.isMark(i, ',') || text.isMark(i, '.');
            if (!proper && !text.has(i, Cue.PARTICLE) && !text.has(i, Cue.UNIT)) {
                return -1;
            }
            placed |= text.isNumber(i) && text.length(i) >= 4 && text.length(i) <= 5;
            i++;
        }
        int last = i - 1;
        while (last > from && !text.isWord(last) && !text.isNumber(last)) {
            last--;
        }
        return placed && (text.isWord(from) || text.isNumber(from)) ? last : -1;
    }

    /** "12B", "12 bis", "12-14". */
    private static int letterOf(ScannedText text, int i, int number) {
        if (text.isWord(i) && text.touchesPrevious(i) && text.length(i) == 1) {
            return i + 1;
        }
        if (text.isMark(i, '-') && text.touchesPrevious(i) && text.touchesPrevious(i + 1) && i == number + 1) {
            return text.isNumber(i + 1) || text.isWord(i + 1) && text.length(i + 1) == 1 ? i + 2 : i;
        }
        return i;
    }

    /** Floor, door, flat: "3º B", "piso 2", "bajo", "4 izq", "Apt. 5", "Suite 210", "#12"; the last token, or -1. */
    private static int unit(ScannedText text, int i) {
        if (text.isNumber(i) && text.length(i) <= 2) {
            int at = i + 1;
            if (text.isMark(at, 'º') || text.isMark(at, 'ª') || text.isMark(at, '°') || text.isMark(at, '.')) {
                at++;
                if (text.isMark(at, 'º') || text.isMark(at, 'ª')) {
                    at++;
                }
            }
            if (text.isMark(at, '-')) {
                at++;
            }
            boolean door =
                    text.isWord(at) && (text.length(at) == 1 && !isConjunction(text, at) || text.has(at, Cue.UNIT));
            if (door) {
                return text.isMark(at + 1, '.') && text.has(at, Cue.UNIT) && text.length(at) > 1 ? at + 1 : at;
            }
            return at > i + 1 && !text.isMark(at - 1, '.') ? at - 1 : -1;
        }
        if (text.isMark(i, '#') && text.isNumber(i + 1)) {
            return i + 1;
        }
        if (!text.has(i, Cue.UNIT)) {
            return -1;
        }
        int at = text.isMark(i + 1, '.') && text.length(i) <= 5 ? i + 2 : i + 1;
        if (text.isNumber(at)) {
            return text.isMark(at + 1, 'º')
                            || text.isMark(at + 1, 'ª')
                            || text.isWord(at + 1) && text.touchesPrevious(at + 1)
                    ? at + 1
                    : at;
        }
        boolean letter = text.isWord(at) && text.length(at) == 1 && text.isCapitalized(at);
        return letter ? at : at - 1;
    }

    private static boolean isConjunction(ScannedText text, int i) {
        char c = text.charAt(text.start(i));
        return c == 'y' || c == 'a' || c == 'e' || c == 'o';
    }

    /** "28013 Madrid", "Leeds LS1 4DY", "Seattle, WA 98101", "Col. Roma Norte"; the last token, or -1. */
    private static int place(ScannedText text, int from, int stop) {
        int i = from;
        int last = -1;
        if (isPostcode(text, i)) {
            last = i;
            i++;
        } else if (text.isWord(i)
                && text.length(i) == 1
                && text.isNumber(i + 1)
                && text.touchesPrevious(i + 1)
                && text.length(i + 1) == 4) {
            last = i + 1;
            i += 2;
        }
        while (i < stop && !text.startsLine(i)) {
            boolean particle =
                    text.has(i, Cue.PARTICLE) && (text.isCapitalized(i + 1) || text.has(i + 1, Cue.PARTICLE));
            boolean proper = text.isCapitalized(i) && !isLabel(text, i);
            boolean abbreviated = last == i - 1
                    && text.isMark(i, '.')
                    && text.length(i - 1) <= 4
                    && text.isCapitalized(i + 1)
                    && i - 1 == from;
            if (proper) {
                last = text.isNumber(i + 1) && text.touchesPrevious(i + 1) ? i + 1 : i;
                i = last;
            } else if (isPostcode(text, i) && last >= 0) {
                last = i;
            } else if (isInwardCode(text, i)) {
                last = i + 1;
                i++;
            } else if (!particle && !abbreviated) {
                break;
            }
            i++;
        }
        return last;
    }

    private static boolean isPostcode(ScannedText text, int i) {
        return text.isNumber(i) && (text.length(i) == 5 || text.length(i) == 4);
    }

    /** The second half of a British postcode. */
    private static boolean isInwardCode(ScannedText text, int i) {
        return text.isNumber(i)
                && text.length(i) == 1
                && text.isWord(i + 1)
                && text.touchesPrevious(i + 1)
                && text.length(i + 1) == 2;
    }

    private static boolean isLabel(ScannedText text, int i) {
        long labels = Cue.of(
                Cue.PHONE, Cue.NATIONAL_ID, Cue.NIE, Cue.BIRTH, Cue.CUIT, Cue.RUT, Cue.HOLDER, Cue.IBAN, Cue.TITLE);
        return (text.cues(i) & labels) != 0 && !text.has(i, Cue.SURNAME);
    }
}
