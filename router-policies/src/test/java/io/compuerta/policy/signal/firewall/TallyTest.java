package io.compuerta.policy.signal.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TallyTest {

    @Test
    void aRepeatedFeatureCountsByTheLogarithmOfItsNumber() {
        Tally tally = new Tally(0, 1);
        for (int i = 0; i < 10; i++) {
            tally.add(i, 7, 2);
        }

        assertThat(tally.size()).isEqualTo(1);
        assertThat(tally.bucket(0)).isEqualTo(7);
        assertThat((double) tally.value(0)).isCloseTo(2 * (1 + Math.log(10)), within(1e-5));
    }

    @Test
    void countsStopGrowingBeforeTheyOverflow() {
        Tally tally = new Tally(0, 1);
        for (int i = 0; i < 100_000; i++) {
            tally.add(i, 7, 1);
        }

        assertThat((double) tally.value(0)).isCloseTo(1 + Math.log(127), within(1e-5));
    }

    @Test
    void theScoreDependsOnTheMixtureAndNotOnTheLength() {
        byte[] weights = new byte[Evidence.BUCKETS];
        weights[7] = 10;
        Tally once = new Tally(0, 1);
        once.add(0, 7, 1);
        once.add(0, 9, 1);
        Tally often = new Tally(0, 1);
        for (int i = 0; i < 5; i++) {
            often.add(i, 7, 1);
            often.add(i, 9, 1);
        }

        assertThat(once.score(weights)).isCloseTo(10 / Math.sqrt(2), within(1e-5));
        assertThat(often.score(weights)).isCloseTo(once.score(weights), within(1e-5));
    }

    @Test
    void moreFeaturesThanItBeganWithFit() {
        Tally tally = new Tally(0, 1);
        for (int i = 0; i < 10_000; i++) {
            tally.add(i, i, 1);
        }

        assertThat(tally.size()).isEqualTo(10_000);
        assertThat(tally.bucket(9_999)).isEqualTo(9_999);
    }

    @Test
    void anEmptyReadingScoresNothing() {
        assertThat(new Tally(0, 1).score(new byte[Evidence.BUCKETS])).isZero();
    }
}
