package io.compuerta.policy.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreWindowTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void itHoldsTheNewestScoresInOrder(long seed) {
        Random random = new Random(seed);
        ScoreWindow window = new ScoreWindow(37);
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            // Few distinct values, so that equal scores come and go.
            double score = random.nextInt(20) / 20.0;
            all.add(score);
            window.add(score);
            if (random.nextInt(100) == 0) {
                window.keepNewest(5);
                all.subList(0, Math.max(0, all.size() - 5)).clear();
            }
            List<Double> expected = new ArrayList<>(all.subList(Math.max(0, all.size() - 37), all.size()));
            Collections.sort(expected);
            double asked = random.nextDouble();

            assertThat(window.sorted())
                    .containsExactly(
                            expected.stream().mapToDouble(Double::doubleValue).toArray());
            assertThat(window.below(asked))
                    .isEqualTo((int) expected.stream().filter(s -> s < asked).count());
        }
    }

    @Test
    void asManyScoresLieAboveAsWereAskedFor() {
        ScoreWindow window = new ScoreWindow(10);
        for (int i = 0; i < 10; i++) {
            window.add(i / 10.0);
        }

        assertThat(window.exceededBy(0)).isEqualTo(0.9);
        assertThat(window.exceededBy(2)).isEqualTo(0.7);
        assertThat(window.exceededBy(2.9)).isEqualTo(0.7);
        assertThat(window.exceededBy(10)).isEqualTo(0);
    }
}
