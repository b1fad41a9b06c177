package io.compuerta.policy.signal.pii;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds secrets in a text that comes character by character, as the scanner's family of secrets would in the whole. It
 * looks for the ways in which they begin and, when one has come to its end, asks the detector about that stretch alone.
 * Time is linear in the text and memory constant. Not thread-safe: one a text.
 */
public final class SecretTrace {

    /** Holds the longest stretch to be judged: a word, a sign, a value. */
    private static final int RECENT = 1_024;

    public static final int NOWHERE = SecretClue.NONE;

    private static final PiiDetector DETECTOR = new Secrets();

    private final Predicate<String> known;
    private final SecretClue[] clues = {new TokenClue(), new AssignmentClue(), new KeyBlockClue(), new UrlClue()};
    private final char[] recent = new char[RECENT];
    private final int[] places = new int[RECENT];
    private int taken;
    private int found = NOWHERE;

    /** @param known whether a secret that was found may be said; asked on the thread that brings the text */
    public SecretTrace(Predicate<String> known) {
        this.known = known;
    }

    /** @param place of the character in its source, which may be written with escapes */
    public void next(char c, int place) {
        recent[taken & RECENT - 1] = c;
        places[taken & RECENT - 1] = place;
        int at = taken++;
        int due = SecretClue.NONE;
        for (SecretClue clue : clues) {
            due = Math.min(due, clue.next(c, at));
        }
        if (due != SecretClue.NONE) {
            judge(due);
        }
    }

    /** The text is at its end. */
    public void end() {
        int due = SecretClue.NONE;
        for (SecretClue clue : clues) {
            due = Math.min(due, clue.end());
        }
        if (due != SecretClue.NONE) {
            judge(due);
        }
    }

    /** Place of the first character that may turn out to be a secret's; {@link #NOWHERE} when nothing is suspected. */
    public int hold() {
        int hold = SecretClue.NONE;
        for (SecretClue clue : clues) {
            hold = Math.min(hold, clue.hold());
        }
        // A clue may wait for what has not come yet.
        return hold >= taken ? NOWHERE : places[Math.max(hold, taken - RECENT) & RECENT - 1];
    }

    /** Place at which a secret begins that may not be said; {@link #NOWHERE} while there is none. */
    public int found() {
        return found;
    }

    private void judge(int from) {
        int start = Math.max(from, taken - RECENT);
        char[] stretch = new char[taken - start];
        for (int i = 0; i < stretch.length; i++) {
            stretch[i] = recent[start + i & RECENT - 1];
        }
        String text = new String(stretch);
        List<PiiFinding> findings = new ArrayList<>();
        DETECTOR.detect(new ScannedText(text, Lexicon.standard()), findings::add);
        for (PiiFinding finding : findings) {
            if (!known.test(text.substring(finding.start(), finding.end()))) {
                found = Math.min(found, places[start + finding.start() & RECENT - 1]);
            }
        }
    }

    /** Without the text. */
    @Override
    public String toString() {
        return "SecretTrace[" + taken + " chars]";
    }
}
