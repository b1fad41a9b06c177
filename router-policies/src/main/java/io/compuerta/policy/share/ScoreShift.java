package io.compuerta.policy.share;

import java.util.Arrays;

/**
 * How far the newest scores are from those before them: the two-sample Kolmogorov-Smirnov distance, the largest difference
 * between the two distribution functions. It is measured in share: a threshold fixed on the older scores would pass up to
 * that much more, or less, of the newer ones. Not thread-safe.
 *
 * <p>Scores are counted in {@value #BINS} bins, so adding one costs nothing worth naming and measuring a microsecond; scores
 * in one bin count as equal, which can only make the distance smaller.
 */
final class ScoreShift {

    private static final int BINS = 1024;

    /** A test errs about once in a million times on scores that do not drift (Kolmogorov's bound for that level). */
    private static final double CRITICAL = Math.sqrt(-Math.log(1e-6 / 2) / 2);

    private final int recent;
    private final int[] newer = new int[BINS];
    private final int[] older = new int[BINS];
    private final short[] bins;
    private final double least;
    private int newest;
    private int inNewer;
    private int inOlder;

    /**
     * @param recent    how many of the newest scores are compared
     * @param reference with so many before them, at most
     * @param least     distances below this are nothing to speak of, however certain
     */
    ScoreShift(int recent, int reference, double least) {
        this.recent = recent;
        this.bins = new short[recent + reference];
        this.least = least;
    }

    void add(double score) {
        short bin = (short) Math.clamp((long) (score * BINS), 0, BINS - 1);
        newest = (newest + 1) % bins.length;
        if (inNewer + inOlder == bins.length) {
            older[bins[newest]]--;
            inOlder--;
        }
        if (inNewer == recent) {
            short ages = bins[back(recent)];
            newer[ages]--;
            older[ages]++;
            inOlder++;
        } else {
            inNewer++;
        }
        bins[newest] = bin;
        newer[bin]++;
    }

    private int back(int count) {
        return (newest - count + bins.length) % bins.length;
    }

    /** Forgets everything. */
    void clear() {
        Arrays.fill(newer, 0);
        Arrays.fill(older, 0);
        inNewer = 0;
        inOlder = 0;
    }

    /** 0 to 1; 0 while there is too little to compare. */
    double distance() {
        if (!isMeasurable()) {
            return 0;
        }
        long newerBelow = 0;
        long olderBelow = 0;
        double most = 0;
        for (int i = 0; i < BINS; i++) {
            newerBelow += newer[i];
            olderBelow += older[i];
            most = Math.max(most, Math.abs((double) newerBelow / inNewer - (double) olderBelow / inOlder));
        }
        return most;
    }

    /** Whether a distance is more than chance and more than a trifle. */
    boolean isShift(double distance) {
        double chance = CRITICAL * Math.sqrt((double) (inNewer + inOlder) / ((double) inNewer * inOlder));
        return isMeasurable() && distance > Math.max(least, chance);
    }

    boolean isMeasurable() {
        return inNewer == recent && inOlder >= recent;
    }
}
