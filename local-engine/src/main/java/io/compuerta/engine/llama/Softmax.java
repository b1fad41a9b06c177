package io.compuerta.engine.llama;

/**
 * The sum under a softmax, over a whole vocabulary at every token. {@link Math#exp} would take most of the time of a draw;
 * here a power of two comes from the exponent's bits, its fraction in 256 steps from a table, and the rest from four terms of
 * the series. Exact to about 14 digits.
 */
final class Softmax {

    private static final int STEP_BITS = 8;
    private static final int STEPS = 1 << STEP_BITS;
    private static final double STEPS_PER_E = STEPS / Math.log(2);
    private static final double STEP = Math.log(2) / STEPS;

    /** Added to a small number it leaves the nearest whole number in the lowest bits. */
    private static final double ROUNDING = 1.5 * (1L << 52);

    /** Beyond, powers of two have no plain bits; sums of so little, or so much, are left to {@link Math#exp}. */
    private static final double FURTHEST = 700;

    private static final double[] FRACTIONS = new double[STEPS];

    static {
        for (int step = 0; step < STEPS; step++) {
            FRACTIONS[step] = Math.exp(step * STEP);
        }
    }

    private Softmax() {}

    /** The sum of {@code exp((score - reference) / temperature)}; NaN and negative infinity add nothing. */
    static double mass(float[] scores, float reference, double temperature) {
        double mass = 0;
        double scale = 1 / temperature;
        for (float score : scores) {
            if (score > Float.NEGATIVE_INFINITY) {
                mass += exp((score - reference) * scale);
            }
        }
        return mass;
    }

    static double exp(double power) {
        if (!(Math.abs(power) < FURTHEST)) {
            return Math.exp(power);
        }
        double steps = power * STEPS_PER_E;
        double rounded = steps + ROUNDING;
        int whole = (int) Double.doubleToRawLongBits(rounded);
        double rest = (steps - (rounded - ROUNDING)) * STEP;
        double series = 1 + rest * (1 + rest * (1.0 / 2 + rest * (1.0 / 6 + rest * (1.0 / 24))));
        double powerOfTwo = Double.longBitsToDouble((long) ((whole >> STEP_BITS) + Double.MAX_EXPONENT) << 52);
        return series * FRACTIONS[whole & (STEPS - 1)] * powerOfTwo;
    }
}
