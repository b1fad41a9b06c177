package io.compuerta.engine.chat.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers between bounds, as rules over their digits. */
final class Digits {

    /** Larger numbers lose digits in readers that use floating point. */
    static final BigDecimal LARGEST = new BigDecimal("999999999999999");

    private static final int MORE_DECIMALS = 6;

    private Digits() {}

    /**
     * What a number may be.
     *
     * @param low     smallest value
     * @param lowOut  whether that value itself is out
     * @param high    largest value
     * @param highOut whether that value itself is out
     */
    record Bounds(BigDecimal low, boolean lowOut, BigDecimal high, boolean highOut) {

        Bounds mirrored() {
            return new Bounds(high.negate(), highOut, low.negate(), lowOut);
        }

        int decimals() {
            return Math.max(scale(low), scale(high));
        }

        private static int scale(BigDecimal number) {
            return Math.max(0, number.stripTrailingZeros().scale());
        }
    }

    /** Whole numbers; null if there are none. */
    static @Nullable String whole(Bounds bounds) {
        return signed(bounds, false);
    }

    /** Any numbers, without exponents; null if there are none. */
    static @Nullable String any(Bounds bounds) {
        return signed(bounds, true);
    }

    private static @Nullable String signed(Bounds bounds, boolean decimals) {
        List<String> options = new ArrayList<>();
        if (bounds.high().signum() >= 0) {
            Bounds upper = bounds.low().signum() >= 0
                    ? bounds
                    : new Bounds(BigDecimal.ZERO, false, bounds.high(), bounds.highOut());
            options.addAll(unsigned(upper, decimals));
        }
        if (bounds.low().signum() < 0) {
            Bounds lower = bounds.mirrored();
            Bounds size =
                    lower.low().signum() > 0 ? lower : new Bounds(BigDecimal.ZERO, true, lower.high(), lower.highOut());
            unsigned(size, decimals).forEach(option -> options.add("\"-\" (" + option + ")"));
        }
        return options.isEmpty() ? null : String.join(" | ", options);
    }

    private static List<String> unsigned(Bounds bounds, boolean decimals) {
        List<String> options = new ArrayList<>();
        int most = decimals ? Math.max(2, bounds.decimals()) : 0;
        for (int places = 0; places <= most; places++) {
            options.addAll(withPlaces(bounds, places));
        }
        if (decimals) {
            options.addAll(withMore(bounds, most));
        }
        return options;
    }

    private static List<String> withPlaces(Bounds bounds, int places) {
        BigInteger low = scaled(bounds.low(), places, RoundingMode.CEILING);
        BigInteger high = scaled(bounds.high(), places, RoundingMode.FLOOR);
        if (bounds.lowOut() && exact(low, places, bounds.low())) {
            low = low.add(BigInteger.ONE);
        }
        if (bounds.highOut() && exact(high, places, bounds.high())) {
            high = high.subtract(BigInteger.ONE);
        }
        return between(low, high, places);
    }

    /** Further decimals behind numbers that are below the upper bound at this precision. */
    private static List<String> withMore(Bounds bounds, int places) {
        BigInteger low = scaled(bounds.low(), places, RoundingMode.CEILING);
        BigInteger high = scaled(bounds.high(), places, RoundingMode.FLOOR).subtract(BigInteger.ONE);
        BigInteger first = bounds.lowOut() ? low.add(BigInteger.ONE) : low;
        List<String> options = new ArrayList<>();
        for (String option : between(first, high, places)) {
            options.add("(" + option + ") [0-9]{1," + MORE_DECIMALS + "}");
        }
        if (bounds.lowOut() && low.compareTo(high) <= 0) {
            String start = new BigDecimal(low, places).toPlainString();
            options.add(Gbnf.literal(start) + " [0-9]{0," + (MORE_DECIMALS - 1) + "} [1-9]");
        }
        return options;
    }

    private static BigInteger scaled(BigDecimal bound, int places, RoundingMode rounding) {
        return bound.movePointRight(places).setScale(0, rounding).toBigInteger();
    }

    private static boolean exact(BigInteger scaled, int places, BigDecimal bound) {
        return new BigDecimal(scaled, places).compareTo(bound) == 0;
    }

    /** Digits of numbers from one to another, neither negative, with a point before the last places. */
    private static List<String> between(BigInteger low, BigInteger high, int places) {
        List<String> options = new ArrayList<>();
        if (low.compareTo(high) > 0) {
            return options;
        }
        int longest = Math.max(places + 1, high.toString().length());
        for (int length = Math.max(places + 1, low.toString().length()); length <= longest; length++) {
            BigInteger least = length == places + 1 ? BigInteger.ZERO : BigInteger.TEN.pow(length - 1);
            String from = padded(low.max(least), length);
            String to = padded(high.min(BigInteger.TEN.pow(length).subtract(BigInteger.ONE)), length);
            if (from.compareTo(to) <= 0) {
                options.add(sameLength(from, to, places));
            }
        }
        return options;
    }

    private static String padded(BigInteger number, int length) {
        String digits = number.toString();
        return "0".repeat(length - digits.length()) + digits;
    }

    private static String sameLength(String from, String to, int places) {
        if (from.isEmpty()) {
            return "\"\"";
        }
        String point = from.length() == places ? "\".\" " : "";
        char low = from.charAt(0);
        char high = to.charAt(0);
        String fromRest = from.substring(1);
        String toRest = to.substring(1);
        if (low == high) {
            return point + digit(low, high) + rest(fromRest, toRest, places);
        }
        boolean open =
                fromRest.chars().allMatch(c -> c == '0') && toRest.chars().allMatch(c -> c == '9');
        if (open) {
            return point + digit(low, high) + free(fromRest.length(), places);
        }
        List<String> options = new ArrayList<>();
        options.add(digit(low, low) + rest(fromRest, "9".repeat(fromRest.length()), places));
        if (high - low > 1) {
            options.add(digit((char) (low + 1), (char) (high - 1)) + free(fromRest.length(), places));
        }
        options.add(digit(high, high) + rest("0".repeat(toRest.length()), toRest, places));
        return point + "(" + String.join(" | ", options) + ")";
    }

    private static String rest(String from, String to, int places) {
        return from.isEmpty() ? "" : " " + sameLength(from, to, places);
    }

    private static String free(int count, int places) {
        if (count == 0) {
            return "";
        }
        if (count < places || places == 0) {
            return " [0-9]{" + count + "}";
        }
        String before = count > places ? " [0-9]{" + (count - places) + "}" : "";
        return before + " \".\" [0-9]{" + places + "}";
    }

    private static String digit(char low, char high) {
        return low == high ? "\"" + low + "\"" : "[" + low + "-" + high + "]";
    }
}
