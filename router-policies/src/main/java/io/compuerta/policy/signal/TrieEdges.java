package io.compuerta.policy.signal;

/**
 * The edges of a tree of characters in one table with open addressing: no object an edge. Node 0 is the root, to which no
 * edge leads. Built by one thread; then read by any number.
 */
public final class TrieEdges {

    private static final int NONE = 0;

    private long[] keys = new long[64];
    private int[] targets = new int[64];
    private int size;

    /** Receives an edge. */
    @FunctionalInterface
    public interface Visitor {
        void edge(int from, char c, int to);
    }

    /** @param to above 0; there is no edge of that node and character yet */
    public void put(int from, char c, int to) {
        if (++size * 2 > keys.length) {
            grow();
        }
        store(key(from, c), to);
    }

    /** Where the edge leads; 0 when there is none. */
    public int target(int from, char c) {
        long key = key(from, c);
        int mask = keys.length - 1;
        for (int slot = slot(key, mask); keys[slot] != NONE; slot = slot + 1 & mask) {
            if (keys[slot] == key) {
                return targets[slot];
            }
        }
        return NONE;
    }

    /** Names all edges, in no order. */
    public void forEach(Visitor visitor) {
        for (int slot = 0; slot < keys.length; slot++) {
            if (keys[slot] != NONE) {
                long key = keys[slot] - 1;
                visitor.edge((int) (key >>> 16), (char) key, targets[slot]);
            }
        }
    }

    private static long key(int from, char c) {
        return ((long) from << 16 | c) + 1;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldTargets = targets;
        keys = new long[oldKeys.length * 2];
        targets = new int[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != NONE) {
                store(oldKeys[i], oldTargets[i]);
            }
        }
    }

    private void store(long key, int target) {
        int mask = keys.length - 1;
        int slot = slot(key, mask);
        while (keys[slot] != NONE) {
            slot = slot + 1 & mask;
        }
        keys[slot] = key;
        targets[slot] = target;
    }

    private static int slot(long key, int mask) {
        return (int) (key * 0x9e3779b97f4a7c15L >>> 40) & mask;
    }
}
