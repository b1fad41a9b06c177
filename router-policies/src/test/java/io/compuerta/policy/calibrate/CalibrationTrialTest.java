package io.compuerta.policy.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTrialTest {

    @Test
    void helpsWhereScoresAreOff() {
        CalibrationTrial trial = CalibrationTrial.of(PlattCurveTest.drawn(new PlattCurve(0.5, 1.5), 600, 3));

        assertThat(trial.helps()).isTrue();
        assertThat(trial.after().brier()).isLessThan(trial.before().brier());
        assertThat(trial.gain()).isGreaterThan(trial.gainError());
    }

    @Test
    void doesNotHelpWhereScoresAreRightAlready() {
        for (long seed = 0; seed < 10; seed++) {
            CalibrationTrial trial = CalibrationTrial.of(PlattCurveTest.drawn(PlattCurve.IDENTITY, 600, seed));

            assertThat(Math.abs(trial.gain())).as("seed %d", seed).isLessThan(0.01);
        }
        assertThat(CalibrationTrial.of(PlattCurveTest.drawn(PlattCurve.IDENTITY, 600, 1))
                        .helps())
                .isFalse();
    }

    @Test
    void theOrderOfTheRatingsDoesNotMatter() {
        List<RatedScore> rated = PlattCurveTest.drawn(new PlattCurve(0.7, 0.3), 300, 5);
        List<RatedScore> shuffled = new ArrayList<>(rated);
        Collections.shuffle(shuffled, new Random(1));

        CalibrationTrial one = CalibrationTrial.of(rated);
        CalibrationTrial other = CalibrationTrial.of(shuffled);

        assertThat(other.curve().slope()).isCloseTo(one.curve().slope(), org.assertj.core.api.Assertions.within(1e-6));
        assertThat(other.after().brier()).isCloseTo(one.after().brier(), org.assertj.core.api.Assertions.within(1e-9));
    }
}
