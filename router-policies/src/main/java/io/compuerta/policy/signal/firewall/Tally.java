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

    private static final int FEW = 256;

    /** Places in the lists below, one added; 0 is free. Its length is a power of two and at least twice {@link #size}. */
    private int[] table = new int[2 * FEW];

    private int[] buckets = new int[FEW];
    private float[] values = new float[FEW];
    private byte[] counts = new byte[FEW];
    private final int shift;
    private int size;

    /**
     * @param shift how many bits coarser its buckets are, {@link #WORDS} or {@link #PROFILE}
     */
    Tally(int shift) {
        this.shift = shift;
    }

    /** How many buckets a bag has. */
    static int buckets(int shift) {
        return Evidence.BUCKETS >>> shift;
    }

    @Override
    public void add(int word, int fine, float value) {
        int bucket = coarse(fine);
        int slot = slot(bucket);
        int known = table[slot] - 1;
        if (known >= 0) {
            if (counts[known] < MOST) {
                counts[known]++;
            }
            return;
        }
        buckets[size] = bucket;
        values[size] = value;
        counts[size] = 1;
        table[slot] = ++size;
        if (size == buckets.length) {
            grow();
        }
    }

    /** Where the bucket is, or the free place where it belongs. Buckets are hashes, so their low bits scatter. */
    private int slot(int bucket) {
        int mask = table.length - 1;
        int slot = bucket & mask;
        while (table[slot] != 0 && buckets[table[slot] - 1] != bucket) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        int larger = size * 2;
        buckets = Arrays.copyOf(buckets, larger);
        values = Arrays.copyOf(values, larger);
        counts = Arrays.copyOf(counts, larger);
        table = new int[larger * 2];
        for (int i = 0; i < size; i++) {
            table[slot(buckets[i])] = i + 1;
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
        int known = table[slot(bucket)] - 1;
        return known < 0 ? 0 : counts[known];
    }

    int bucket(int i) {
        return buckets[i];
    }

    /** The weight of the feature in the bag, which grows with the logarithm of its count; not yet of unit length. */
    float value(int i) {
        return values[i] * DAMPED[counts[i]];
    }

    /** The sum of the weights of all features, brought to unit length. */
    double score(byte[] weights) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < size; i++) {
            float value = value(i);
            sum += value * weights[buckets[i]];
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
