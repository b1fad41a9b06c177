package io.compuerta.policy.signal.firewall;

import java.util.List;
import java.util.Optional;

/**
 * What the firewall thinks of a text.
 *
 * @param score   0 (harmless) to 1 (certainly an attack), calibrated so that the same value is equally grave for every origin
 * @param blocked whether the score reaches the firewall's threshold, {@code 0.5} unless a budget was chosen
 * @param kind    the likeliest kind of attack; empty when nothing was found
 * @param reasons rules and features that weighed most, strongest first; names only, never the user's text
 */
public record FirewallVerdict(double score, boolean blocked, Optional<AttackKind> kind, List<String> reasons) {

    public static final FirewallVerdict CLEAN = new FirewallVerdict(0, false, Optional.empty(), List.of());

    public FirewallVerdict {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("firewall score must lie in 0..1, not " + score);
        }
        reasons = List.copyOf(reasons);
    }

    /**
     * The same score held against another threshold: {@link PromptFirewall#threshold} has those of false-positive
     * budgets.
     */
    public FirewallVerdict at(double threshold) {
        return new FirewallVerdict(score, score >= threshold, kind, reasons);
    }

    /** The graver of two verdicts, for text scored in parts. */
    public FirewallVerdict worse(FirewallVerdict other) {
        if (blocked != other.blocked) {
            return blocked ? this : other;
        }
        return other.score > score ? other : this;
    }
}
