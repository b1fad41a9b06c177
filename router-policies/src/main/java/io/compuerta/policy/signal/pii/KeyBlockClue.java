package io.compuerta.policy.signal.pii;

/** A block of a private key: its heading and the first characters under it. A heading alone gives nothing away. */
final class KeyBlockClue extends SecretClue {

    private static final String BEGIN = "-----BEGIN ";
    private static final int LONGEST_HEADING = 60;
    private static final int DASHES = 5;
    private static final int ENOUGH = 24;
    private static final int MOST_GAP = 8;

    private int matched;
    private int start;
    private int dashes;
    private int gap;
    private int body;

    @Override
    int next(char c, int at) {
        if (matched < BEGIN.length()) {
            begin(c, at);
            return NONE;
        }
        if (dashes < DASHES) {
            dashes = c == '-' ? dashes + 1 : 0;
            if (at - start > LONGEST_HEADING) {
                reset();
            }
            return NONE;
        }
        if (Folding.isAlphanumeric(c) || c == '+' || c == '/') {
            body++;
        } else if (body > 0 || ++gap > MOST_GAP) {
            reset();
        }
        if (body < ENOUGH) {
            return NONE;
        }
        int due = start;
        reset();
        return due;
    }

    private void begin(char c, int at) {
        if (c == BEGIN.charAt(matched)) {
            start = matched == 0 ? at : start;
            matched++;
        } else if (c == '-' && matched == DASHES) {
            start++;
        } else {
            matched = c == '-' ? 1 : 0;
            start = at;
        }
    }

    private void reset() {
        matched = 0;
        dashes = 0;
        gap = 0;
        body = 0;
    }

    @Override
    int end() {
        reset();
        return NONE;
    }

    /** A row of dashes is too common to wait for. */
    @Override
    int hold() {
        return matched > DASHES ? start : NONE;
    }
}
