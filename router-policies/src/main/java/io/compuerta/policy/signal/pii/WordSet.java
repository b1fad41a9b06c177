package io.compuerta.policy.signal.pii;

/** Some words of one text, by their folded hashes. */
final class WordSet {
    static final WordSet NONE = new WordSet(0);

    private static final int SHORTEST = 4;
    private static final int PROBES = 16;

    private final long[] slots;

    private WordSet(int words) {
        slots = new long[Integer.highestOneBit(words + 1) * 4];
    }

    /**
     * The words a text also writes in lower case. One that is seen so and is no listed name, is none where it begins a
     * sentence either.
     */
    static WordSet lowerCase(ScannedText text) {
        var set = new WordSet(text.count());
        for (int i = 0; i < text.count(); i++) {
            if (text.isWord(i) && text.length(i) >= SHORTEST && !text.isCapitalized(i)) {
                set.add(text.hash(i));
            }
        }
        return set;
    }

    /** An empty set with room for this many words. */
    static WordSet of(int words) {
        return new WordSet(words);
    }

    /** A word that finds no room near its place is left out: words made to collide cost no more than others. */
    void add(long hash) {
        int slot = slot(hash);
        for (int probe = 0; probe < PROBES; probe++) {
            int at = slot + probe & slots.length - 1;
            if (slots[at] == 0 || slots[at] == hash) {
                slots[at] = hash;
                return;
            }
        }
    }

    boolean holds(long hash) {
        int slot = slot(hash);
        for (int probe = 0; probe < PROBES; probe++) {
            long held = slots[slot + probe & slots.length - 1];
            if (held == hash) {
                return true;
            }
            if (held == 0) {
                return false;
            }
        }
        return false;
    }

    private int slot(long hash) {
        return (int) (hash ^ hash >>> 32) & (slots.length - 1);
    }
}
