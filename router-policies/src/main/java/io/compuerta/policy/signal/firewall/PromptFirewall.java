package io.compuerta.policy.signal.firewall;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells hostile prompts from ordinary ones: takes disguises off ({@link TextNormalizer}), looks for named attacks
 * ({@link FirewallRules}) and weighs words, ideas and pieces of words with a linear model. Time and memory are linear in
 * the text, whatever it holds. Immutable and thread-safe; build it once.
 */
public final class PromptFirewall {

    private final FirewallRules rules;
    private final TextNormalizer normalizer;

    private PromptFirewall(FirewallRules rules) {
        this.rules = rules;
        this.normalizer = new TextNormalizer(rules.lexicon());
    }

    /** The firewall that ships with the product. Reading its resources takes some milliseconds. */
    public static PromptFirewall standard() {
        return new PromptFirewall(FirewallRules.standard());
    }

    /**
     * Judges a text by where it came from.
     *
     * @param text   may be empty; offsets and content do not leave this call
     * @param origin documents and tool results rarely give orders, so their thresholds differ from a user's
     */
    public FirewallVerdict inspect(String text, Origin origin) {
        NormalizedText normalized = normalizer.normalize(text);
        double score = 0;
        Optional<AttackKind> kind = Optional.empty();
        Set<AttackKind> kinds = EnumSet.noneOf(AttackKind.class);
        List<String> reasons = new ArrayList<>();
        for (String view : normalized.views()) {
            Words words = Words.of(view);
            long[] marks = rules.lexicon().mark(words);
            for (FirewallRules.Hit hit : rules.find(marks, words.count())) {
                FirewallRules.Rule rule = rules.rules().get(hit.rule());
                if (kinds.add(rule.kind())) {
                    reasons.add(rule.name());
                }
                if (rule.strength() > score) {
                    score = rule.strength();
                    kind = Optional.of(rule.kind());
                }
            }
        }
        for (Trick trick : normalized.tricks()) {
            reasons.add(trick.word());
        }
        double bar = origin == Origin.USER ? 0.75 : 0.7;
        return new FirewallVerdict(score, score >= bar, kind, reasons);
    }
}
