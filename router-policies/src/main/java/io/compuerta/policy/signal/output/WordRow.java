package io.compuerta.policy.signal.output;

/**
 * The newest words of a text and the hash of the last so many in a row (Karp and Rabin, "Efficient randomized
 * pattern-matching algorithms", 1987). Not thread-safe.
 */
final class WordRow {

    private static final long BASE = 0x9e3779b97f4a7c15L;

    private final long[] hashes;
    private final int[] starts;
    private final long leaving;
    private int count;
    private long hash;

    /** @param length how many words the row has, at least 3 */
    WordRow(int length) {
        hashes = new long[length];
        starts = new int[length];
        long power = 1;
        for (int i = 0; i < length; i++) {
            power *= BASE;
        }
        leaving = power;
    }

    void add(long word, int start) {
        int slot = count % hashes.length;
        hash = hash * BASE + word - hashes[slot] * leaving;
        hashes[slot] = word;
        starts[slot] = start;
        count++;
    }

    boolean isFull() {
        return count >= hashes.length;
    }

    /** Of the whole row. */
    long hash() {
        return hash;
    }

    boolean hasThree() {
        return count >= 3;
    }

    /** Of the last three words. */
    long lastThree() {
        return WordHash.row(back(2), back(1), back(0));
    }

    private long back(int words) {
        return hashes[(count - 1 - words) % hashes.length];
    }

    /** Where the oldest word of a full row begins. */
    int start() {
        return starts[count % starts.length];
    }

    /** Where the second word of a full row begins: a row that is not complete begins there or later. */
    int secondStart() {
        return starts[(count + 1) % starts.length];
    }
}
