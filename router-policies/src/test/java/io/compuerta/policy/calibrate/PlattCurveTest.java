package io.compuerta.policy.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlattCurveTest {

    @Test
    void findsTheCurveThatBentTheScores() {
        PlattCurve truth = new PlattCurve(0.6, 0.8);

        PlattCurve found = PlattCurve.fit(drawn(truth, 20_000, 7));

        assertThat(found.slope()).isCloseTo(0.6, within(0.06));
        assertThat(found.intercept()).isCloseTo(0.8, within(0.06));
    }

    @Test
    void fewRatingsMoveItLittle() {
        List<RatedScore> few = List.of(rated("a", 0.2, 1), rated("b", 0.2, 1));

        PlattCurve found = PlattCurve.fit(few);

        assertThat(found.of(0.2)).isBetween(0.2, 0.3);
        assertThat(PlattCurve.fit(repeated(few, 200)).of(0.2)).isGreaterThan(0.8);
    }

    @Test
    void theIdentityChangesNothingAndEveryCurveKeepsTheOrder() {
        assertThat(PlattCurve.IDENTITY.of(0.37)).isCloseTo(0.37, within(1e-12));
        // Ratings that contradict the score: the slope stays positive.
        List<RatedScore> contrary = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            contrary.add(rated("l" + i, 0.1, 1));
            contrary.add(rated("h" + i, 0.9, 0));
        }

        PlattCurve found = PlattCurve.fit(contrary);

        assertThat(found.slope()).isEqualTo(PlattCurve.LEAST_SLOPE);
        assertThat(found.of(0.9)).isGreaterThan(found.of(0.1));
    }

    @Test
    void certaintyDoesNotMakeItFail() {
        PlattCurve found = PlattCurve.fit(repeated(List.of(rated("a", 0, 1), rated("b", 1, 0), rated("c", 1, 1)), 50));

        assertThat(found.of(0)).isBetween(0.0, 1.0);
        assertThat(found.of(1)).isBetween(0.0, 1.0);
    }

    static List<RatedScore> drawn(PlattCurve truth, int count, long seed) {
        Random random = new Random(seed);
        List<RatedScore> rated = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double score = random.nextDouble();
            rated.add(rated("id-" + i, score, random.nextDouble() < truth.of(score) ? 1 : 0));
        }
        return rated;
    }

    static RatedScore rated(String id, double score, double worse) {
        return RatedScore.ofRating(id, score, 1 - worse, OptionalInt.empty());
    }

    private static List<RatedScore> repeated(List<RatedScore> rated, int times) {
        List<RatedScore> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.addAll(rated);
        }
        return all;
    }
}
