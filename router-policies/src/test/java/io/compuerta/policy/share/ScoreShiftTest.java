package io.compuerta.policy.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreShiftTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void scoresOfOneKindNeverAlarm(long seed) {
        Random random = new Random(seed);
        int alarms = alarms(new ScoreShift(100, 900, 0.15), 20_000, i -> Math.pow(random.nextDouble(), 3));

        assertThat(alarms).isZero();
    }

    @Test
    void aNewLevelAlarmsBeforeTheNewestAreAllOfIt() {
        Random random = new Random(7);
        ScoreShift shift = new ScoreShift(100, 900, 0.15);
        alarms(shift, 1_000, i -> 0.3 * random.nextDouble());

        assertThat(alarms(shift, 60, i -> 0.3 + 0.3 * random.nextDouble())).isPositive();
    }

    @Test
    void theDistanceIsTheShareThatAFixedThresholdWouldMiss() {
        ScoreShift shift = new ScoreShift(100, 100, 0.15);
        alarms(shift, 100, i -> i % 10 < 8 ? 0.1 : 0.9);
        alarms(shift, 100, i -> i % 10 < 5 ? 0.1 : 0.9);

        assertThat(shift.distance()).isCloseTo(0.3, within(1e-9));
    }

    @Test
    void afterForgettingItBeginsAnew() {
        ScoreShift shift = new ScoreShift(100, 300, 0.15);
        alarms(shift, 400, i -> 0.1);
        alarms(shift, 100, i -> 0.9);
        assertThat(shift.distance()).isEqualTo(1);

        shift.clear();

        assertThat(shift.distance()).isZero();
        assertThat(alarms(shift, 1_000, i -> 0.9)).isZero();
        assertThat(alarms(shift, 100, i -> 0.1)).isPositive();
    }

    @Test
    void theEndsOfTheScaleHaveBins() {
        ScoreShift shift = new ScoreShift(10, 10, 0.15);
        alarms(shift, 10, i -> 0);
        alarms(shift, 10, i -> 1);

        assertThat(shift.distance()).isEqualTo(1);
    }

    private static int alarms(ScoreShift shift, int count, IntToDoubleFunction scores) {
        int alarms = 0;
        for (int i = 0; i < count; i++) {
            shift.add(scores.applyAsDouble(i));
            alarms += shift.isShift(shift.distance()) ? 1 : 0;
        }
        return alarms;
    }
}
