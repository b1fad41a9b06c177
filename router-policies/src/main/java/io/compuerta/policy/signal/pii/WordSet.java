package io.compuerta.policy.signal.pii;

/** Some words of one text, by their folded hashes. */
final class WordSet {
    static final WordSet NONE = new WordSet(0);

    private static final int SHORTEST = 4;

    private final long[] slots;

    private WordSet(int words) {
        slots = new long[Integer.highestOneBit(words * 2 + 2) * 2];
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

    void add(long hash) {
        int slot = slot(hash);
        while (slots[slot] != 0 && slots[slot] != hash) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = hash;
    }

    boolean holds(long hash) {
        int slot = slot(hash);
        while (slots[slot] != 0) {
            if (slots[slot] == hash) {
                return true;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return false;
    }

    private int slot(long hash) {
        return (int) (hash ^ hash >>> 32) & (slots.length - 1);
    }
}
