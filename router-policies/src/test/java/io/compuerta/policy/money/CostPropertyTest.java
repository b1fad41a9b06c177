package io.compuerta.policy.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostPropertyTest {

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void costIsNeverNegativeAndGrowsWithTokens(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            Rates rates = rates(random);
            TokenUsage usage = usage(random);
            TokenUsage more = new TokenUsage(
                    usage.prompt() + random.nextInt(1_000),
                    usage.cachedPrompt(),
                    usage.cacheWrite(),
                    usage.completion() + random.nextInt(1_000),
                    usage.reasoning());

            assertThat(rates.of(usage).value()).as("seed %d, case %d", seed, i).isNotNegative();
            assertThat(rates.of(more)).as("seed %d, case %d", seed, i).isGreaterThanOrEqualTo(rates.of(usage));
        }
    }

    /** Two calls cost what one call with the tokens of both costs, but for the one rounding of each. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void costsAddUp(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            Rates rates = rates(random);
            TokenUsage a = usage(random);
            TokenUsage b = usage(random);
            TokenUsage both = new TokenUsage(
                    a.prompt() + b.prompt(),
                    a.cachedPrompt() + b.cachedPrompt(),
                    a.cacheWrite() + b.cacheWrite(),
                    a.completion() + b.completion(),
                    a.reasoning() + b.reasoning());

            long apart = rates.of(a).plus(rates.of(b)).value();
            assertThat(Math.abs(apart - rates.of(both).value()))
                    .as("seed %d, case %d", seed, i)
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aTrillionTokensDoNotOverflow() {
        Rates dear = Rates.flat(new BigDecimal("9"), new BigDecimal("0"));

        assertThat(dear.of(TokenUsage.of(1_000_000_000_000L, 0))).hasToString("9000000");
    }

    @Test
    void aNegativePriceIsRefused() {
        BigDecimal negative = new BigDecimal("-0.01");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rates.flat(negative, BigDecimal.ONE))
                .withMessageContaining("-0.01");
        assertThatIllegalArgumentException().isThrownBy(() -> new Cost.Priced(new NanoUsd(-1), "x"));
    }

    private static Rates rates(Random random) {
        return new Rates(price(random), price(random), price(random), price(random), price(random));
    }

    private static BigDecimal price(Random random) {
        return BigDecimal.valueOf(random.nextInt(5_000_000), random.nextInt(7));
    }

    private static TokenUsage usage(Random random) {
        long cached = random.nextInt(10_000);
        long written = random.nextInt(10_000);
        long reasoning = random.nextInt(10_000);
        return new TokenUsage(
                cached + written + random.nextInt(10_000),
                cached,
                written,
                reasoning + random.nextInt(10_000),
                reasoning);
    }
}
