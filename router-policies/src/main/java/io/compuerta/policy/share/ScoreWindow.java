package io.compuerta.policy.share;

import java.util.Arrays;

/**
 * The newest scores, in order of arrival and of size, so that any order statistic is at hand exactly. Adding moves at most
 * the window's length of memory: half a microsecond for 1,000 scores. Not thread-safe.
 */
final class ScoreWindow {

    private final double[] arrived;
    private final double[] sorted;
    private int size;
    private int oldest;

    ScoreWindow(int capacity) {
        this.arrived = new double[capacity];
        this.sorted = new double[capacity];
    }

    int size() {
        return size;
    }

    /** Takes a score in, and lets the oldest go when it is full. */
    void add(double score) {
        if (size == arrived.length) {
            remove(arrived[oldest]);
            arrived[oldest] = score;
            oldest = (oldest + 1) % arrived.length;
        } else {
            arrived[(oldest + size) % arrived.length] = score;
        }
        int at = below(Math.nextUp(score));
        System.arraycopy(sorted, at, sorted, at + 1, size - at);
        sorted[at] = score;
        size++;
    }

    /** Lets all but the newest go. */
    void keepNewest(int count) {
        while (size > count) {
            remove(arrived[oldest]);
            oldest = (oldest + 1) % arrived.length;
        }
    }

    /** The least score that so many scores at most lie above; the least of all when every score may lie above. */
    double exceededBy(double count) {
        int above = (int) Math.clamp(Math.floor(count), 0, size - 1);
        return sorted[size - 1 - above];
    }

    /** How many scores are less. */
    int below(double score) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < score) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void remove(double score) {
        int at = below(score);
        System.arraycopy(sorted, at + 1, sorted, at, size - at - 1);
        size--;
        sorted[size] = Double.NaN;
    }

    /** The scores, least first. */
    double[] sorted() {
        return Arrays.copyOf(sorted, size);
    }
}
