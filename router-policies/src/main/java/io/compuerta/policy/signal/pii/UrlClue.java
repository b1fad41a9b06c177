package io.compuerta.policy.signal.pii;

/** The credential in {@code scheme://user:credential@host}. */
final class UrlClue extends SecretClue {

    private static final String MARK = "://";

    private int matched;
    private int start;
    private int credential = NONE;

    @Override
    int next(char c, int at) {
        if (matched < MARK.length()) {
            if (c == MARK.charAt(matched)) {
                start = matched == 0 ? at : start;
                matched++;
            } else {
                matched = c == ':' ? 1 : 0;
                start = at;
            }
            return NONE;
        }
        if (c == '@') {
            return end(credential < at);
        }
        if (c <= ' ' || c == '/' || c == '"' || at - start > MOST) {
            return end(false);
        }
        if (c == ':' && credential == NONE) {
            credential = at + 1;
        }
        return NONE;
    }

    private int end(boolean due) {
        matched = 0;
        credential = NONE;
        return due ? start : NONE;
    }

    @Override
    int end() {
        return end(false);
    }

    @Override
    int hold() {
        return credential;
    }
}
