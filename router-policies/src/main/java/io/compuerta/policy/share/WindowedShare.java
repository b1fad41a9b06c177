package io.compuerta.policy.share;

import java.util.Optional;

/** The least and the greatest share of local decisions over every window of a length. Not thread-safe. */
final class WindowedShare {

    private final boolean[] local;
    private final long skip;
    private long count;
    private int inWindow;
    private int least = Integer.MAX_VALUE;
    private int most = -1;

    /** @param skip windows that begin among the first so many requests do not count */
    WindowedShare(int window, int skip) {
        this.local = new boolean[window];
        this.skip = skip;
    }

    void add(boolean isLocal) {
        int slot = (int) (count % local.length);
        if (count >= local.length && local[slot]) {
            inWindow--;
        }
        local[slot] = isLocal;
        inWindow += isLocal ? 1 : 0;
        count++;
        if (count >= skip + local.length) {
            least = Math.min(least, inWindow);
            most = Math.max(most, inWindow);
        }
    }

    Optional<ShareReplay.Extremes> extremes() {
        return most < 0
                ? Optional.empty()
                : Optional.of(new ShareReplay.Extremes((double) least / local.length, (double) most / local.length));
    }
}
