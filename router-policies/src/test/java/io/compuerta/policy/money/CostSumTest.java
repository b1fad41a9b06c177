package io.compuerta.policy.money;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CostSumTest {

    private static final Cost PAID = new Cost.Priced(new NanoUsd(70), "big");

    @Test
    void twoCountedCostsAreACountedCost() {
        assertThat(PAID.plus(new Cost.Priced(new NanoUsd(5), "small")))
                .isEqualTo(new Cost.Priced(new NanoUsd(75), "big"));
    }

    @Test
    void anEstimateMakesTheSumAnEstimateUnlessItIsNothing() {
        assertThat(PAID.plus(new Cost.Estimated(new NanoUsd(5), "small")))
                .isEqualTo(new Cost.Estimated(new NanoUsd(75), "big"));
        assertThat(PAID.plus(new Cost.Estimated(NanoUsd.ZERO, "embedded engine")))
                .isEqualTo(PAID);
        assertThat(new Cost.Estimated(new NanoUsd(1), "big").plus(PAID))
                .isEqualTo(new Cost.Estimated(new NanoUsd(71), "big"));
    }

    @Test
    void anUnknownCostIsNeverCountedAsNothing() {
        Cost unknown = new Cost.Unknown("no price");

        assertThat(PAID.plus(unknown)).isEqualTo(unknown);
        assertThat(unknown.plus(PAID)).isEqualTo(unknown);
    }
}
