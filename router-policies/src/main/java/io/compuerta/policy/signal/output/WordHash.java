package io.compuerta.policy.signal.output;

/**
 * Hashes words letter by letter. Numbers of one or two digits are no words here: they number the items of lists, which
 * models like to make of a text. Not thread-safe.
 */
final class WordHash {

    /** Of no word. */
    static final long NONE = 0;

    private long hash;
    private int letters;
    private boolean number = true;

    void add(char letter) {
        hash = (hash ^ letter) * 0x100000001b3L;
        letters++;
        number &= Character.isDigit(letter);
    }

    /** Ends the word and tells its hash, {@link #NONE} if there was none that counts. */
    long end() {
        boolean counts = letters > 2 || letters > 0 && !number;
        long ended = counts ? mix(hash) : NONE;
        hash = 0;
        letters = 0;
        number = true;
        return ended;
    }

    /** Of several words in a row. */
    static long row(long first, long second, long third) {
        return mix((first * 0x9e3779b97f4a7c15L + second) * 0x9e3779b97f4a7c15L + third);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014), never {@link #NONE}. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        mixed ^= mixed >>> 31;
        return mixed == NONE ? 1 : mixed;
    }
}
