package io.compuerta.policy.signal.complexity;

import io.compuerta.policy.signal.language.Words;

/**
 * The part of a message that asks something, told from the text it is asked about. A long pasted mail with "extrae el email"
 * is a short question: only the asking part is read for cues.
 *
 * @param instruction what is asked, without quotations and pasted text
 * @param attached    characters of pasted or quoted text
 */
record RequestParts(String instruction, int attached) {

    /** Below this length the whole message is the question. */
    private static final int SHORT_MESSAGE = 60;

    /** An instruction that introduces a text ends within this many characters. */
    private static final int LONGEST_LEAD = 240;

    private static final int SHORTEST_ATTACHMENT = 20;

    /** With more than this around them, quotations are the speech of a story, not material to work on. */
    private static final int LONGEST_AROUND_QUOTATIONS = 500;

    private static final long WORK_ON_A_TEXT = Cue.EXTRACT.bit()
            | Cue.SUMMARIZE.bit()
            | Cue.TRANSLATE.bit()
            | Cue.REWRITE.bit()
            | Cue.CLASSIFY.bit()
            | Cue.SHORT_TEXT.bit();

    /** Questions that a look into the text answers; they count only on a line of their own. */
    private static final long LOOK_INTO_A_TEXT = Cue.FACT.bit() | Cue.FAQ.bit() | Cue.DEFINE.bit();

    private static final long THINK_ABOUT_A_TEXT = Cue.ANALYZE.bit()
            | Cue.PLAN.bit()
            | Cue.DESIGN.bit()
            | Cue.COMPARE.bit()
            | Cue.JUSTIFY.bit()
            | Cue.EXPLAIN.bit()
            | Cue.DEBUG.bit()
            | Cue.LEGAL.bit()
            | Cue.DISPUTE.bit()
            | Cue.ADVICE.bit();

    static RequestParts of(String text) {
        if (text.length() < SHORT_MESSAGE) {
            return new RequestParts(text, 0);
        }
        String bare = withoutQuotations(text);
        int lead = endOfLead(bare);
        if (lead > 0) {
            return new RequestParts(bare.substring(0, lead), text.length() - lead);
        }
        int tail = startOfTail(bare);
        if (tail > 0) {
            return new RequestParts(bare.substring(tail), text.length() - (bare.length() - tail));
        }
        return new RequestParts(bare, text.length() - bare.length());
    }

    /** Takes out what stands between quotation marks or code fences, when it is long enough to be material. */
    private static String withoutQuotations(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            String closing = closingOf(text, i);
            int close = closing.isEmpty() ? -1 : text.indexOf(closing, i + closing.length());
            if (close - i > SHORTEST_ATTACHMENT) {
                kept.append(' ');
                i = close + closing.length();
            } else {
                kept.append(text.charAt(i++));
            }
        }
        return kept.length() <= LONGEST_AROUND_QUOTATIONS ? kept.toString() : text;
    }

    private static String closingOf(String text, int i) {
        return switch (text.charAt(i)) {
            case '«' -> "»";
            case '“', '„' -> "”";
            case '"' -> "\"";
            case '`' -> text.startsWith("```", i) ? "```" : "";
            default -> "";
        };
    }

    /** The end of a first line or clause that asks to work on the text behind it; 0 when there is none. */
    private static int endOfLead(String text) {
        int colon = text.indexOf(':');
        int line = text.indexOf('\n');
        int end = colon < 0 ? line : line < 0 ? colon : Math.min(colon, line);
        if (end <= 0 || end > LONGEST_LEAD || text.length() - end < SHORTEST_ATTACHMENT) {
            return 0;
        }
        return asksOfText(text, 0, end, end == line) ? end + 1 : 0;
    }

    /** The start of a last line that asks to work on the text before it; 0 when there is none. */
    private static int startOfTail(String text) {
        int end = text.length();
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        int line = text.lastIndexOf('\n', end - 1) + 1;
        if (line < SHORTEST_ATTACHMENT || end - line > LONGEST_LEAD) {
            return 0;
        }
        return asksOfText(text, line, end, true) ? line : 0;
    }

    private static boolean asksOfText(String text, int from, int to, boolean ownLine) {
        long cues = Cue.masksIn(Words.of(text, from, to));
        if ((cues & WORK_ON_A_TEXT) != 0) {
            return true;
        }
        boolean asks = ownLine && text.substring(from, to).indexOf('?') >= 0;
        return asks && (cues & LOOK_INTO_A_TEXT) != 0 && (cues & THINK_ABOUT_A_TEXT) == 0;
    }

    /** Leaves out the text, which belongs to the user. */
    @Override
    public String toString() {
        return "RequestParts[" + instruction.length() + " asked, " + attached + " attached]";
    }
}
