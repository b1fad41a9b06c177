package io.compuerta.policy.signal.pii;

import java.util.function.Consumer;

/**
 * Numbers that identify a person only because the text says so: medical record, collegiate, member, customer, patient
 * and employee numbers.
 */
final class ContextualIds implements PiiDetector {
    private static final int MIN_DIGITS = 4;
    private static final int MAX_LENGTH = 24;

    @Override
    public String name() {
        return "contextual-ids";
    }

    @Override
    public void detect(ScannedText text, Consumer<PiiFinding> found) {
        if (!text.hasNumbers()) {
            return;
        }
        for (int token = 0; token < text.count(); token++) {
            if (text.has(token, Cue.RECORD) || isCollegiate(text, token)) {
                valueAfter(text, token, 5, .85, found);
            } else if (text.has(token, Cue.HOLDER) && isNumbered(text, token)) {
                valueAfter(text, token, 6, .7, found);
            }
        }
    }

    /** "cliente nº", "número de socio", "customer id", "member number": the word alone announces a name. */
    private static boolean isNumbered(ScannedText text, int token) {
        for (int i = Math.max(0, token - 3); i < Math.min(text.count(), token + 3); i++) {
            if (i != token && isNumberWord(text, i)) {
                return true;
            }
        }
        return false;
    }

    /** "NºCol": the number of a member of a professional college; "Col." alone is a Mexican neighbourhood. */
    private static boolean isCollegiate(ScannedText text, int token) {
        return text.isWord(token)
                && text.length(token) == 3
                && (text.isMark(token - 1, 'º') || text.isMark(token - 1, '°'))
                && Folding.compact(text.text(), text.start(token), text.end(token))
                        .equals("COL");
    }

    private static boolean isNumberWord(ScannedText text, int token) {
        if (!text.isWord(token)) {
            return text.isMark(token, 'º') || text.isMark(token, '#') || text.isMark(token, '№');
        }
        return switch (Folding.compact(text.text(), text.start(token), text.end(token))) {
            case "NO", "NUM", "NUMBER", "NUMERO", "NMERO", "ID", "CODE", "IDENTIFIER", "IDENTIFICADOR" -> true;
            default -> false;
        };
    }

    private void valueAfter(ScannedText text, int cue, int reach, double confidence, Consumer<PiiFinding> found) {
        int left = reach;
        for (int i = cue + 1; left > 1 && i < Math.min(text.count(), cue + 2 * reach); i++) {
            left -= isQuote(text, i) ? 0 : 1;
            if (text.isNumber(i)) {
                int first = Math.max(cue + 1, prefixed(text, i));
                int end = valueEnd(text, text.start(first));
                int digits = 0;
                for (int at = text.start(first); at < end; at++) {
                    digits += Folding.isDigit(text.charAt(at)) ? 1 : 0;
                }
                if (digits >= MIN_DIGITS && BirthDates.dateEnd(text, i) < 0) {
                    found.accept(new PiiFinding(text.start(first), end, PiiType.ID, confidence, name()));
                }
                return;
            }
        }
    }

    private static boolean isQuote(ScannedText text, int token) {
        return text.isMark(token, '"') || text.isMark(token, '\'') || text.isMark(token, '_');
    }

    /** The first token of "MR0098", "C-774120". */
    private static int prefixed(ScannedText text, int number) {
        if (!text.touchesPrevious(number)) {
            return number;
        }
        if (text.isWord(number - 1)) {
            return number - 1;
        }
        boolean dashed = text.isMark(number - 1, '-') && text.touchesPrevious(number - 1);
        return dashed && text.isWord(number - 2) && text.length(number - 2) <= 4 ? number - 2 : number;
    }

    /** Letters and digits, joined by single separators that lead to another digit. */
    private static int valueEnd(ScannedText text, int start) {
        int end = start;
        int at = start;
        while (at - start < MAX_LENGTH) {
            if (Folding.isAlphanumeric(text.charAt(at))) {
                end = ++at;
            } else if (Mask.isSeparator(text.charAt(at)) && Folding.isDigit(text.charAt(at + 1)) && at > start) {
                at++;
            } else {
                break;
            }
        }
        return end;
    }
}
