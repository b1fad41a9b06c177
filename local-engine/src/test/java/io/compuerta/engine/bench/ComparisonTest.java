package io.compuerta.engine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void theShareIsThatOfTheMiddleRoundSoThatASlowRoundOfBothCountsForNothing() {
        Comparison speed = Comparison.of(
                List.of(90.0, 45.0, 80.0), List.of(100.0, 50.0, 100.0), List.of(1.0, 1.0, 1.0), List.of(1.0, 1.0, 1.0));

        assertThat(speed.tokensPerSecond()).isEqualTo(80);
        assertThat(speed.nativeTokensPerSecond()).isEqualTo(100);
        assertThat(speed.share()).isCloseTo(0.9, within(1e-9));
        assertThat(speed.leastShare()).isCloseTo(0.8, within(1e-9));
        assertThat(speed.mostShare()).isCloseTo(0.9, within(1e-9));
    }

    @Test
    void moreProcessorTimeThanTheLibraryTakesIsASmallerShare() {
        Comparison speed = Comparison.of(List.of(1.0), List.of(1.0), List.of(2.0), List.of(1.8));

        assertThat(speed.workShare()).isCloseTo(0.9, within(1e-9));
    }
}
