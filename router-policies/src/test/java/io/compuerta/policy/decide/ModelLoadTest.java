package io.compuerta.policy.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ModelLoadTest {

    private static final long SECOND = 1_000_000_000L;

    private final ModelLoad load = new ModelLoad();

    @Test
    void aModelThatWasNeverTriedIsTriedByOneCallAtATime() {
        assertThat(load.expectedMillis(0)).isZero();

        load.started();

        assertThat(load.expectedMillis(0)).isGreaterThan(10_000);
        load.firstToken(Duration.ofMillis(300), SECOND);
        load.ended();
        assertThat(load.expectedMillis(SECOND)).isCloseTo(300, within(0.001));
    }

    @Test
    void badNewsCountsAtOnceAndGoodNewsByAndBy() {
        load.firstToken(Duration.ofMillis(200), 0);
        load.firstToken(Duration.ofMillis(2_000), SECOND);
        assertThat(load.averageMillis(SECOND)).isCloseTo(2_000, within(0.001));

        load.firstToken(Duration.ofMillis(200), 2 * SECOND);

        // A second of the thirty that an average lives: a thirtieth of the way back.
        assertThat(load.averageMillis(2 * SECOND)).isBetween(1_900.0, 1_960.0);
    }

    @Test
    void callsUnderWayMultiplyTheWait() {
        load.firstToken(Duration.ofMillis(100), 0);

        load.started();
        load.started();

        assertThat(load.underWay()).isEqualTo(2);
        assertThat(load.expectedMillis(0)).isCloseTo(300, within(0.001));
        load.ended();
        assertThat(load.expectedMillis(0)).isCloseTo(200, within(0.001));
    }

    @Test
    void aSlowModelFadesUntilItIsWorthAnotherTry() {
        load.firstToken(Duration.ofMillis(3_000), 0);

        assertThat(load.expectedMillis(30 * SECOND)).isCloseTo(3_000 / Math.E, within(0.01));
        assertThat(load.expectedMillis(120 * SECOND)).isLessThan(60);
    }

    @Test
    void steadyTrafficMeasuresWhatItIs() {
        for (int i = 0; i < 1_000; i++) {
            load.started();
            load.firstToken(Duration.ofMillis(450), i * SECOND / 10);
            load.ended();
        }

        assertThat(load.expectedMillis(999 * SECOND / 10)).isCloseTo(450, within(1.0));
        assertThat(load.underWay()).isZero();
    }

    @Test
    void aModelThatFailsAtOnceDoesNotLookFast() {
        load.firstToken(Duration.ofMillis(100), 0);

        load.failed(Duration.ofMillis(2), SECOND);

        assertThat(load.averageMillis(SECOND)).isGreaterThan(4_000);
    }

    @Test
    void whoGivesUpAfterALongWaitTellsSomething() {
        load.firstToken(Duration.ofMillis(500), 0);
        load.givenUp(Duration.ofMillis(20), 0);
        assertThat(load.averageMillis(0)).isCloseTo(500, within(0.001));

        load.givenUp(Duration.ofSeconds(9), 0);

        assertThat(load.averageMillis(0)).isCloseTo(9_000, within(0.001));
    }

    @Test
    void clocksThatStepBackDoNoHarm() {
        load.firstToken(Duration.ofMillis(100), 10 * SECOND);
        load.firstToken(Duration.ofMillis(50), 5 * SECOND);

        assertThat(load.expectedMillis(0)).isBetween(0.0, 100.001);
    }
}
