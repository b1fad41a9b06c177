package io.compuerta.policy.signal.pii;

import java.util.function.Consumer;

/** Account names behind "usuario:", "username =", "login is @..." and the like; an at sign alone is an annotation. */
final class Usernames implements PiiDetector {
    private static final int MAX = 40;
    private static final int REACH = 5;

    @Override
    public String name() {
        return "usernames";
    }

    @Override
    public void detect(ScannedText text, Consumer<PiiFinding> found) {
        for (int token = 0; token < text.count(); token++) {
            if (text.has(token, Cue.USERNAME)) {
                int start = valueStart(text, token);
                int end = start < 0 ? -1 : valueEnd(text, start);
                if (end - start >= 3 && text.charAt(end) != '@' && looksChosen(text, start, end)) {
                    found.accept(new PiiFinding(start, end, PiiType.USERNAME, .8, name()));
                }
            }
        }
    }

    private static int valueStart(ScannedText text, int token) {
        int next = token + 1;
        boolean quoted = text.isMark(next, '"') || text.isMark(next, '\'');
        next += quoted ? 1 : 0;
        boolean assigned = text.isMark(next, ':') || text.isMark(next, '=') || isVerb(text, next);
        next += assigned ? 1 : 0;
        while (text.isMark(next, '"') || text.isMark(next, '\'') || text.isMark(next, '`')) {
            next++;
        }
        if (text.isMark(next, '@')) {
            return text.touchesPrevious(next + 1) ? text.start(next) : -1;
        }
        boolean value = assigned && next < text.count() && (text.isWord(next) || text.isNumber(next));
        return value ? text.start(next) : handle(text, next);
    }

    /** "usuario de Instagram es @...": an at sign some words on, with a space before. */
    private static int handle(ScannedText text, int from) {
        for (int i = from; i < Math.min(text.count(), from + REACH); i++) {
            if (text.isMark(i, '@') && !text.touchesPrevious(i) && text.touchesPrevious(i + 1)) {
                return text.start(i);
            }
            if (!text.isWord(i) && !text.isMark(i, ':')) {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isVerb(ScannedText text, int token) {
        return text.isWord(token)
                && text.length(token) == 2
                && switch (Folding.compact(text.text(), text.start(token), text.end(token))) {
                    case "IS", "ES" -> true;
                    default -> false;
                };
    }

    private static int valueEnd(ScannedText text, int start) {
        int end = start + 1;
        while (end - start < MAX
                && (Folding.isAlphanumeric(text.charAt(end)) || "._-".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        while (end > start && "._-".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    /** A plain word is prose; an account name has a digit, an at sign or a joint. */
    private static boolean looksChosen(ScannedText text, int start, int end) {
        if (text.isNumber(text.tokenAt(start)) && text.end(text.tokenAt(start)) == end) {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (Folding.isDigit(c) || c == '@' || c == '_' || c == '.') {
                return true;
            }
        }
        return false;
    }
}
