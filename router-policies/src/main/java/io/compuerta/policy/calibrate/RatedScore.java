package io.compuerta.policy.calibrate;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A complexity score beside what came of the request.
 *
 * @param id        the request's, which also decides its fold
 * @param score     what was forecast: the probability that the local model's answer would be worse
 * @param worse     what came: 0 (the local answer was as good) to 1 (it was worse)
 * @param qualities of both models' answers, where both were judged
 * @param length    of the prompt, in any unit that all share; empty when not known
 */
public record RatedScore(String id, double score, double worse, Optional<Qualities> qualities, OptionalInt length) {

    public RatedScore {
        requireShare("score", score);
        requireShare("worse", worse);
    }

    /** How good each model's answer was, on one scale. */
    public record Qualities(double local, double premium) {

        public Qualities {
            if (!Double.isFinite(local) || !Double.isFinite(premium)) {
                throw new IllegalArgumentException("qualities must be numbers, not " + local + " and " + premium);
            }
        }

        /** 1 when the local answer is the worse one, else 0. */
        public double worse() {
            return local < premium ? 1 : 0;
        }
    }

    /** From a person's rating of a local answer, 0 (useless) to 1 (good). */
    public static RatedScore ofRating(String id, double score, double rating, OptionalInt length) {
        return new RatedScore(id, score, 1 - rating, Optional.empty(), length);
    }

    /** From two judged answers to the same question. */
    public static RatedScore ofQualities(String id, double score, Qualities qualities, OptionalInt length) {
        return new RatedScore(id, score, qualities.worse(), Optional.of(qualities), length);
    }

    /** The same request, forecast otherwise. */
    RatedScore forecast(double other) {
        return new RatedScore(id, other, worse, qualities, length);
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must lie in 0..1, not " + value);
        }
    }
}
