package io.compuerta.policy.money;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * US dollars per million tokens, by kind of token.
 *
 * @param input       prompt tokens that are neither read from nor written to the provider's cache
 * @param cachedInput prompt tokens read from the cache; the input price where the provider gives no discount
 * @param cacheWrite  prompt tokens written to the cache; the input price where the provider asks no surcharge
 * @param output      completion tokens that are not reasoning
 * @param reasoning   reasoning tokens; the output price where the provider asks the same
 */
public record Rates(
        BigDecimal input, BigDecimal cachedInput, BigDecimal cacheWrite, BigDecimal output, BigDecimal reasoning) {

    public static final Rates FREE = flat(BigDecimal.ZERO, BigDecimal.ZERO);

    /** A dollar per million tokens is this power of ten dollars per token. */
    private static final int PER_MILLION = -6;

    public Rates {
        for (BigDecimal rate : new BigDecimal[] {input, cachedInput, cacheWrite, output, reasoning}) {
            if (Objects.requireNonNull(rate, "rate").signum() < 0) {
                throw new IllegalArgumentException("a price cannot be negative: " + rate.toPlainString());
            }
        }
    }

    /** One price for every prompt token and one for every completion token. */
    public static Rates flat(BigDecimal input, BigDecimal output) {
        return new Rates(input, input, input, output, output);
    }

    /** The cost of the tokens: exact decimal arithmetic, rounded half up to whole nano-dollars once, at the end. */
    public NanoUsd of(TokenUsage usage) {
        BigDecimal dollars = times(input, usage.prompt() - usage.cachedPrompt() - usage.cacheWrite())
                .add(times(cachedInput, usage.cachedPrompt()))
                .add(times(cacheWrite, usage.cacheWrite()))
                .add(times(output, usage.completion() - usage.reasoning()))
                .add(times(reasoning, usage.reasoning()));
        return NanoUsd.ofUsd(dollars.scaleByPowerOfTen(PER_MILLION));
    }

    private static BigDecimal times(BigDecimal rate, long tokens) {
        return rate.multiply(BigDecimal.valueOf(tokens));
    }
}
