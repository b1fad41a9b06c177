package io.compuerta.policy.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of money in whole billionths of a US dollar: exact sums, no floating point (ADR-0008).
 *
 * @param value nano-dollars; negative only for differences such as a saving that is a loss
 */
public record NanoUsd(long value) implements Comparable<NanoUsd> {

    public static final NanoUsd ZERO = new NanoUsd(0);

    private static final int SCALE = 9;

    /** From dollars; digits past the ninth are rounded half up. */
    public static NanoUsd ofUsd(BigDecimal usd) {
        return new NanoUsd(
                usd.setScale(SCALE, RoundingMode.HALF_UP).unscaledValue().longValueExact());
    }

    public NanoUsd plus(NanoUsd other) {
        return new NanoUsd(Math.addExact(value, other.value));
    }

    public NanoUsd minus(NanoUsd other) {
        return new NanoUsd(Math.subtractExact(value, other.value));
    }

    public BigDecimal toUsd() {
        return BigDecimal.valueOf(value, SCALE);
    }

    /** Dollars as a double, for metrics only. */
    public double toUsdDouble() {
        return value / 1e9;
    }

    @Override
    public int compareTo(NanoUsd other) {
        return Long.compare(value, other.value);
    }

    /** Plain decimal dollars without trailing zeros, as headers show it: {@code 0.00042}. */
    @Override
    public String toString() {
        return value == 0 ? "0" : toUsd().stripTrailingZeros().toPlainString();
    }
}
