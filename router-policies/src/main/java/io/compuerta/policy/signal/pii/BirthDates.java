package io.compuerta.policy.signal.pii;

import java.util.function.Consumer;

/** Dates after a word such as "nacida", "born" or "DOB"; a date alone is nobody's. */
final class BirthDates implements PiiDetector {
    private static final int REACH = 7;

    @Override
    public String name() {
        return "birth-dates";
    }

    @Override
    public void detect(ScannedText text, Consumer<PiiFinding> found) {
        for (int token = 0; token < text.count(); token++) {
            if (text.has(token, Cue.BIRTH)) {
                int stop = Math.min(text.count(), token + REACH);
                for (int i = token + 1; i < stop; i++) {
                    int end = dateEnd(text, i);
                    if (end > 0) {
                        found.accept(new PiiFinding(text.start(i), end, PiiType.DOB, .97, name()));
                        break;
                    }
                }
            }
        }
    }

    /** End of a date that begins at the token, or -1. */
    static int dateEnd(ScannedText text, int token) {
        if (text.isNumber(token)) {
            int numeric = numericEnd(text, token);
            return numeric > 0 ? numeric : dayMonthEnd(text, token);
        }
        return text.has(token, Cue.MONTH) ? monthDayEnd(text, token) : -1;
    }

    private static int numericEnd(ScannedText text, int token) {
        if (!isJoint(text, token + 1)
                || !text.isNumber(token + 2) && !isRoman(text, token + 2)
                || !isJoint(text, token + 3)
                || !text.isNumber(token + 4)) {
            return -1;
        }
        int first = text.length(token);
        int last = text.length(token + 4);
        boolean lengths = (text.length(token + 2) <= 2 || text.isWord(token + 2))
                && (first <= 2 && (last == 4 || last == 2) || first == 4 && last <= 2);
        return lengths ? text.end(token + 4) : -1;
    }

    /** "3-V-1980". */
    private static boolean isRoman(ScannedText text, int token) {
        if (!text.isCapitalized(token) || text.length(token) > 4) {
            return false;
        }
        for (int i = text.start(token); i < text.end(token); i++) {
            if ("IVX".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isJoint(ScannedText text, int token) {
        return text.isMark(token, '/') || text.isMark(token, '-') || text.isMark(token, '.');
    }

    /** "3 de mayo de 1980", "3rd of May, 1980", "3 May 1980". */
    private static int dayMonthEnd(ScannedText text, int token) {
        if (text.length(token) > 2) {
            return -1;
        }
        for (int month = token + 1; month <= token + 3; month++) {
            if (text.has(month, Cue.MONTH)) {
                return yearEnd(text, month);
            }
            if (!text.isWord(month) && !text.isMark(month, 'º') && !isJoint(text, month)) {
                return -1;
            }
        }
        return -1;
    }

    /** "May 3, 1980", "May 3rd 1980". */
    private static int monthDayEnd(ScannedText text, int token) {
        boolean day = text.isNumber(token + 1) && text.length(token + 1) <= 2;
        return day ? yearEnd(text, token + 1) : -1;
    }

    private static int yearEnd(ScannedText text, int from) {
        for (int i = from + 1; i <= from + 3; i++) {
            if (text.isNumber(i)) {
                return text.length(i) == 4 || text.length(i) == 2 ? text.end(i) : -1;
            }
        }
        return text.end(from);
    }
}
