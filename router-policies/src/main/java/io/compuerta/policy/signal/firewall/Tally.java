package io.compuerta.policy.signal.firewall;

import java.util.Arrays;

/**
 * The different features of a reading and how often each occurs, as the second model sees them: a bag with logarithmic
 * counts and unit length (Salton and Buckley 1988). A text of many mildly suspicious sentences shows here, where single
 * windows do not; repeating a word a hundred times counts little. Not thread-safe; one for each reading.
 */
final class Tally implements Evidence.Sink {

    /** A bag is coarser than the windows, since its table of counts is made anew for each text. */
    static final int WORDS = 2;

    /** Ideas and rules are some two thousand features: a small table holds them. */
    static final int PROFILE = 5;

    private static final int MOST = Byte.MAX_VALUE;
    private static final float[] DAMPED = damped();

    private final int shift;
    private final byte[] counts;
    private int[] buckets = new int[1024];
    private float[] values = new float[1024];
    private int size;

    /**
     * @param shift how many bits coarser its buckets are, {@link #WORDS} or {@link #PROFILE}
     */
    Tally(int shift) {
        this.shift = shift;
        this.counts = new byte[buckets(shift)];
    }

    /** How many buckets a bag has. */
    static int buckets(int shift) {
        return Evidence.BUCKETS >>> shift;
    }

    @Override
    public void add(int word, int fine, float value) {
        int bucket = coarse(fine);
        byte count = counts[bucket];
        if (count == 0) {
            if (size == buckets.length) {
                buckets = Arrays.copyOf(buckets, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            buckets[size] = bucket;
            values[size++] = value;
        }
        if (count < MOST) {
            counts[bucket] = (byte) (count + 1);
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
        return counts[bucket];
    }

    int bucket(int i) {
        return buckets[i];
    }

    /** The weight of the feature in the bag, which grows with the logarithm of its count; not yet of unit length. */
    float value(int i) {
        return values[i] * DAMPED[counts[buckets[i]]];
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
