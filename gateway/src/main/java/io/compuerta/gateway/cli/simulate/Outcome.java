package io.compuerta.gateway.cli.simulate;

import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyRule;
import io.compuerta.policy.simulate.Comparison;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/**
 * A simulation that has run.
 *
 * @param source what was replayed, for people
 */
record Outcome(String source, CompiledPolicy before, CompiledPolicy after, Replay replay, Comparison comparison) {

    /** The condition of a rule of the new policy; empty for the one that takes what is left. */
    Optional<String> condition(String rule) {
        return after.document().rules().stream()
                .filter(known -> known.name().equals(rule))
                .findFirst()
                .flatMap(PolicyRule::when);
    }

    /** One sentence or two for those who decide. */
    String summary() {
        long requests = comparison.requests();
        if (requests == 0) {
            return "There was nothing to replay.";
        }
        StringBuilder words = new StringBuilder();
        words.append(String.format(
                Locale.ROOT,
                "Of %,d requests the new policy answers %s on this machine instead of %s",
                requests,
                percent(comparison.after().localShare()),
                percent(comparison.before().localShare())));
        words.append(
                comparison.differenceOf() == 0
                        ? "; what that costs is not known."
                        : " and costs " + difference() + ".");
        long unknown = requests - comparison.differenceOf();
        if (unknown > 0 && comparison.differenceOf() > 0) {
            words.append(String.format(
                    Locale.ROOT, " %,d requests have no known price or tokens and are not counted in that.", unknown));
        }
        long refused = comparison.after().refused() - comparison.before().refused();
        if (refused != 0) {
            words.append(String.format(
                    Locale.ROOT, " It refuses %,d requests %s.", Math.abs(refused), refused > 0 ? "more" : "fewer"));
        }
        return words.toString();
    }

    private String difference() {
        long nano = comparison.difference().value();
        if (nano == 0) {
            return "the same";
        }
        String estimate = comparison.changed() > 0 ? " (estimated from recorded tokens)" : "";
        return usd(Math.abs(nano)) + (nano > 0 ? " more" : " less") + estimate;
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** Four significant digits of small amounts, cents of large ones. */
    static String usd(long nano) {
        BigDecimal amount = BigDecimal.valueOf(nano, 9);
        BigDecimal shown = amount.abs().compareTo(BigDecimal.TEN) >= 0
                ? amount.setScale(2, RoundingMode.HALF_UP)
                : amount.setScale(6, RoundingMode.HALF_UP).stripTrailingZeros();
        return "$" + (shown.signum() == 0 && nano != 0 ? "0.000001" : shown.toPlainString());
    }
}
