package io.compuerta.policy.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word somebody probably meant. */
public final class Nearest {

    private Nearest() {}

    /**
     * The allowed word closest to what was written, when it is close enough to be worth suggesting: one slip for each
     * three letters, at least one. Letters' case does not count.
     */
    public static Optional<String> to(String written, Collection<String> allowed) {
        String wanted = written.toLowerCase(Locale.ROOT);
        int best = Math.max(1, wanted.length() / 3) + 1;
        String found = null;
        for (String candidate : allowed) {
            int slips = distance(wanted, candidate.toLowerCase(Locale.ROOT));
            if (slips < best) {
                best = slips;
                found = candidate;
            }
        }
        return Optional.ofNullable(found);
    }

    /** {@code "; did you mean 'route'?"}, or nothing. */
    public static String hint(String written, Collection<String> allowed) {
        return to(written, allowed)
                .map(word -> "; did you mean '" + word + "'?")
                .orElse("");
    }

    /** The words as people read them after "Allowed:". */
    public static String list(Collection<String> allowed) {
        return allowed.isEmpty() ? "none" : String.join(", ", allowed);
    }

    /**
     * What is wrong, the word meant, the words allowed:
     * {@code unknown key 'rout'; did you mean 'route'? Allowed: name, when, route}.
     */
    public static String unknown(String kind, String written, Collection<String> allowed) {
        String hint = hint(written, allowed);
        return "unknown " + kind + " '" + written + "'" + (hint.isEmpty() ? "." : hint) + " Allowed: " + list(allowed);
    }

    /** Optimal string alignment: insertions, deletions, replacements and swapped neighbours cost one each. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
