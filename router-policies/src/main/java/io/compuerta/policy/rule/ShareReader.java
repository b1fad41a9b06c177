package io.compuerta.policy.rule;

import io.compuerta.policy.share.ShareGoal;
import io.compuerta.policy.yaml.YamlMapping;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Reads {@code share:}. */
final class ShareReader {

    private static final BigDecimal LEAST_SHARE = new BigDecimal("0.01");
    private static final BigDecimal MOST_SHARE = new BigDecimal("0.99");
    private static final BigDecimal LEAST_TOLERANCE = new BigDecimal("0.001");
    private static final BigDecimal MOST_TOLERANCE = new BigDecimal("0.5");

    private ShareReader() {}

    /** @param rules to see whether one looks at the threshold, without which a share has no means */
    static Optional<ShareGoal> read(YamlMapping root, List<RuleReader.Read> rules) {
        Optional<YamlMapping> section = root.optionalMapping("share");
        return section.flatMap(share -> {
            share.allow("local", "window", "tolerance", "per-tenant");
            BigDecimal local = share.decimal("local", LEAST_SHARE, MOST_SHARE);
            long window = share.optionalInteger("window", ShareGoal.LEAST_WINDOW, ShareGoal.MOST_WINDOW)
                    .orElse((long) ShareGoal.DEFAULT_WINDOW);
            BigDecimal tolerance = share.optionalDecimal("tolerance", LEAST_TOLERANCE, MOST_TOLERANCE)
                    .orElse(BigDecimal.valueOf(ShareGoal.DEFAULT_TOLERANCE));
            boolean perTenant = share.optionalFlag("per-tenant").orElse(false);
            if (share.isSound()) {
                check(share, window, tolerance);
                looksAtThreshold(share, rules);
            }
            return share.isSound()
                    ? Optional.of(new ShareGoal(local.doubleValue(), (int) window, tolerance.doubleValue(), perTenant))
                    : Optional.empty();
        });
    }

    private static void check(YamlMapping share, long window, BigDecimal tolerance) {
        if (window * tolerance.doubleValue() < ShareGoal.LEAST_SLACK) {
            share.problem(
                    share.position(),
                    "a tolerance of " + tolerance.toPlainString() + " in a window of " + window
                            + " leaves no room to choose by complexity; 'window' times 'tolerance' must be at least "
                            + (int) ShareGoal.LEAST_SLACK);
        }
    }

    /** Only when every condition could be read, since the one with the problem may be the one that does. */
    private static void looksAtThreshold(YamlMapping share, List<RuleReader.Read> rules) {
        boolean readable = rules.stream().allMatch(rule -> rule.entry().isSound());
        boolean looks = rules.stream()
                .flatMap(rule -> rule.when().stream())
                .anyMatch(when -> when.variables().contains(Variable.THRESHOLD.celName()));
        if (readable && !looks) {
            share.problem(
                    share.position(),
                    "'share' has no effect: no rule's condition looks at 'threshold'; write complexity > threshold");
        }
    }
}
