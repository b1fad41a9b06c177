package io.compuerta.policy.signal.firewall;

import java.util.Arrays;

/**
 * The different features of a reading and how often each occurs, as the second model sees them: a bag with logarithmic
 * counts and unit length (Salton and Buckley 1988). A text of many mildly suspicious sentences shows here, where single
 * windows do not; repeating a word a hundred times counts little. Not thread-safe; one for each reading.
 *
 * <p>A table with open addressing, as large as the text needs: an array over all buckets would have to be cleared for
 * every prompt and would drive the weights out of the processor's cache.
 */
final class Tally implements Evidence.Sink {

    /** A bag is coarser than the windows: it has fewer texts to learn from. */
    static final int WORDS = 2;

    /** Ideas and rules are some two thousand features: a small table of weights holds them. */
    static final int PROFILE = 5;

    private static final int MOST = Byte.MAX_VALUE;
    private static final float[] DAMPED = damped();

    /** Bounds of the room that is made at once; a text with more different features makes it grow. */
    private static final int FEW = 512;

    private static final int MANY = 1 << 14;

    /** Different features of a word, as a guess. */
    private static final int A_WORD = 8;

    private final int shift;

    /** By slot: the bucket, one added, or 0 for a free slot; the value of its feature; how often it occurs. */
    private int[] keys;

    private float[] values;
    private byte[] counts;

    /** The slots in use, in the order in which their features came. */
    private int[] slots;

    private int size;

    /** Of all features of a reading with so many words. */
    static Tally ofWords(int words) {
        return new Tally(WORDS, Math.clamp((long) A_WORD * words, FEW, MANY));
    }

    /** Of ideas and rules alone. */
    static Tally ofProfile() {
        return new Tally(PROFILE, FEW);
    }

    /**
     * @param shift    how many bits coarser its buckets are, {@link #WORDS} or {@link #PROFILE}
     * @param expected how many different features there may be; more are taken all the same
     */
    Tally(int shift, int expected) {
        this.shift = shift;
        int capacity = Integer.highestOneBit(Math.max(expected, 1) * 2 - 1);
        keys = new int[2 * capacity];
        values = new float[2 * capacity];
        counts = new byte[2 * capacity];
        slots = new int[capacity];
    }

    /** How many buckets a bag has. */
    static int buckets(int shift) {
        return Evidence.BUCKETS >>> shift;
    }

    @Override
    public void add(int word, int fine, float value) {
        int bucket = coarse(fine);
        int slot = slot(bucket);
        if (keys[slot] != 0) {
            if (counts[slot] < MOST) {
                counts[slot]++;
            }
            return;
        }
        if (size == slots.length) {
            grow();
            slot = slot(bucket);
        }
        keys[slot] = bucket + 1;
        values[slot] = value;
        counts[slot] = 1;
        slots[size++] = slot;
    }

    /** Where the bucket is, or the free place where it belongs. Buckets are hashes, so their low bits scatter. */
    private int slot(int bucket) {
        int mask = keys.length - 1;
        int slot = bucket & mask;
        while (keys[slot] != 0 && keys[slot] != bucket + 1) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldKeys = keys;
        float[] oldValues = values;
        byte[] oldCounts = counts;
        keys = new int[oldKeys.length * 2];
        values = new float[keys.length];
        counts = new byte[keys.length];
        slots = Arrays.copyOf(slots, slots.length * 2);
        for (int i = 0; i < size; i++) {
            int old = slots[i];
            int slot = slot(oldKeys[old] - 1);
            keys[slot] = oldKeys[old];
            values[slot] = oldValues[old];
            counts[slot] = oldCounts[old];
            slots[i] = slot;
        }
    }

    /** How many different features there are. */
    int size() {
        return size;
    }

    /** The bucket in the bag of a feature's bucket. */
    int coarse(int bucket) {
        return bucket >>> shift;
    }

    /** How often a feature occurs, at most {@value #MOST}. */
    int count(int bucket) {
        return counts[slot(bucket)];
    }

    int bucket(int i) {
        return keys[slots[i]] - 1;
    }

    /** The weight of the feature in the bag, which grows with the logarithm of its count; not yet of unit length. */
    float value(int i) {
        int slot = slots[i];
        return values[slot] * DAMPED[counts[slot]];
    }

    /** The sum of the weights of all features, brought to unit length. */
    double score(byte[] weights) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < size; i++) {
            float value = value(i);
            sum += value * weights[bucket(i)];
            squares += value * value;
        }
        return squares == 0 ? 0 : sum / Math.sqrt(squares);
    }

    /** By what each value is divided to give the bag unit length; 1 for an empty bag. */
    double length() {
        double squares = 0;
        for (int i = 0; i < size; i++) {
            squares += value(i) * value(i);
        }
        return squares == 0 ? 1 : Math.sqrt(squares);
    }

    private static float[] damped() {
        float[] damped = new float[MOST + 1];
        for (int n = 1; n <= MOST; n++) {
            damped[n] = (float) (1 + Math.log(n));
        }
        return damped;
    }
}
