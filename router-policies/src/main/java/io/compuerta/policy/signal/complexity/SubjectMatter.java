package io.compuerta.policy.signal.complexity;

import java.util.Base64;

/**
 * How hard the field of a question is for a small model, read from its meaning along one direction: law, proofs and moral
 * judgement lie at the one end, marketing and common sense at the other.
 *
 * @param direction one signed byte a dimension, in units of {@code unit}
 * @param unit      of a byte
 * @param mean      of the training questions, which gives {@link Feature#SUBJECT} the value 0
 */
record SubjectMatter(byte[] direction, double unit, double mean) {

    /** Sees nothing in any question. */
    static final SubjectMatter BLIND = new SubjectMatter(new byte[Meaning.DIMENSION], 1, 0);

    private static final int LARGEST = 127;

    SubjectMatter {
        if (direction.length != Meaning.DIMENSION) {
            throw new IllegalStateException(
                    "the direction of the subject has " + direction.length + " numbers, not " + Meaning.DIMENSION);
        }
    }

    /** Rounds a direction to bytes. */
    static SubjectMatter along(double[] direction, double mean) {
        double largest = 1e-12;
        for (double value : direction) {
            largest = Math.max(largest, Math.abs(value));
        }
        byte[] bytes = new byte[direction.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(LARGEST * direction[i] / largest);
        }
        return new SubjectMatter(bytes, largest / LARGEST, mean);
    }

    /** The value of {@link Feature#SUBJECT}; 0 is average. */
    double of(Meaning meaning) {
        double sum = 0;
        for (int i = 0; i < direction.length; i++) {
            sum += direction[i] * meaning.vector()[i];
        }
        return unit * sum - mean;
    }

    String encoded() {
        return Base64.getEncoder().encodeToString(direction);
    }
}
