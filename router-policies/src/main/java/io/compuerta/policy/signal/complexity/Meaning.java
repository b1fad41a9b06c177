package io.compuerta.policy.signal.complexity;

/**
 * What a question is about, as a sentence embedding: the vector of all-MiniLM-L6-v2, of length one. It knows English only
 * well; {@link ComplexityDraft#asksForMeaning} says when it is worth making.
 *
 * @param vector {@link #DIMENSION} numbers; shared, do not write
 */
public record Meaning(float[] vector) {

    public static final int DIMENSION = 384;

    public Meaning {
        if (vector.length != DIMENSION) {
            throw new IllegalArgumentException(
                    "the meaning of a question has " + DIMENSION + " numbers, not " + vector.length);
        }
    }

    /** Leaves the numbers out: much of a text can be guessed from them. */
    @Override
    public String toString() {
        return "Meaning[" + DIMENSION + "]";
    }
}
