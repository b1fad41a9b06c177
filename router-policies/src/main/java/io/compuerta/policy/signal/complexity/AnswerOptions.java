package io.compuerta.policy.signal.complexity;

/**
 * The lettered answers of a multiple-choice question: lines that begin {@code A.}, {@code B)} or {@code (C)} in order.
 *
 * @param start   where the first option begins; the text's length when there are none
 * @param count   how many options there are
 * @param chars   characters in all of them
 * @param longest characters of the longest
 * @param numeric how many begin with a number or hold little else
 */
record AnswerOptions(int start, int count, int chars, int longest, int numeric) {

    /** A question with fewer lettered lines is a list, not an exam. */
    private static final int LEAST = 3;

    static AnswerOptions in(String text) {
        int start = text.length();
        int count = 0;
        int chars = 0;
        int longest = 0;
        int numeric = 0;
        int line = 0;
        while (line < text.length()) {
            int end = text.indexOf('\n', line);
            if (end < 0) {
                end = text.length();
            }
            int body = bodyOfOption(text, line, end, (char) ('A' + count));
            if (body >= 0) {
                if (count == 0) {
                    start = line;
                }
                count++;
                chars += end - body;
                longest = Math.max(longest, end - body);
                numeric += isNumeric(text, body, end) ? 1 : 0;
            }
            line = end + 1;
        }
        return count >= LEAST
                ? new AnswerOptions(start, count, chars, longest, numeric)
                : new AnswerOptions(text.length(), 0, 0, 0, 0);
    }

    double meanLength() {
        return count == 0 ? 0 : (double) chars / count;
    }

    double numericShare() {
        return count == 0 ? 0 : (double) numeric / count;
    }

    /** Where the option's words begin, or -1 when the line is not the option with this letter. */
    private static int bodyOfOption(String text, int line, int end, char letter) {
        int i = line;
        while (i < end && (text.charAt(i) == ' ' || text.charAt(i) == '(')) {
            i++;
        }
        if (i + 1 >= end || text.charAt(i) != letter) {
            return -1;
        }
        char mark = text.charAt(i + 1);
        if (mark != '.' && mark != ')' && mark != ':') {
            return -1;
        }
        i += 2;
        while (i < end && text.charAt(i) == ' ') {
            i++;
        }
        return i;
    }

    private static boolean isNumeric(String text, int from, int to) {
        int digits = 0;
        int letters = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (Character.isLetter(c)) {
                letters++;
            }
        }
        return digits > 0 && letters <= digits + 8;
    }
}
