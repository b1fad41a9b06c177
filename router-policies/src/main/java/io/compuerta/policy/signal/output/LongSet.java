package io.compuerta.policy.signal.output;

/** Hashes, open-addressed. Not thread-safe while it grows. */
final class LongSet {

    private long[] slots = new long[16];
    private int size;

    void add(long hash) {
        if (size * 2 >= slots.length) {
            long[] old = slots;
            slots = new long[old.length * 2];
            for (long known : old) {
                if (known != 0) {
                    slots[slot(known)] = known;
                }
            }
        }
        long key = key(hash);
        int slot = slot(key);
        if (slots[slot] == 0) {
            slots[slot] = key;
            size++;
        }
    }

    boolean contains(long hash) {
        return slots[slot(key(hash))] != 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** 0 marks an empty slot. */
    private static long key(long hash) {
        return hash == 0 ? 1 : hash;
    }

    private int slot(long key) {
        int mask = slots.length - 1;
        int slot = (int) (key * 0x9e3779b97f4a7c15L >>> 40) & mask;
        while (slots[slot] != 0 && slots[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
