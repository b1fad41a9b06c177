package io.compuerta.policy.signal.firewall;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells hostile prompts from ordinary ones: takes disguises off ({@link TextNormalizer}), looks for named attacks
 * ({@link FirewallRules}) and weighs words, ideas, rules and pieces of words with a linear model ({@link FirewallModel}),
 * sentence by sentence, so that an order hidden in a document is not diluted. Time and memory are linear in the text,
 * whatever it holds. Immutable and thread-safe; build it once.
 */
public final class PromptFirewall {

    /** Below this score nothing is said about a kind: most ordinary text would get one. */
    private static final double TELLING = 0.25;

    private static final int REASONS = 6;

    /** In so few words the model must not go by their letters: it takes a rule, a disguise or two ideas to block them. */
    private static final int FEW_WORDS = 3;

    private static final double HIGHEST_OF_FEW = 0.49;

    private final FirewallRules rules;
    private final TextNormalizer normalizer;
    private final FirewallModel model;

    PromptFirewall(FirewallRules rules, FirewallModel model) {
        this.rules = rules;
        this.normalizer = new TextNormalizer(rules.lexicon());
        this.model = model;
    }

    /** The firewall that ships with the product. Reading its resources takes some tens of milliseconds. */
    public static PromptFirewall standard() {
        return new PromptFirewall(FirewallRules.standard(), FirewallModel.standard());
    }

    /**
     * Judges a text by where it came from. The score is comparable within an origin; {@code 0.5} and above is blocked.
     *
     * @param text   may be empty, which is clean; neither kept nor quoted in the verdict
     * @param origin documents and tool results rarely give orders, so less is needed to block one there
     */
    public FirewallVerdict inspect(String text, Origin origin) {
        if (text.isBlank()) {
            return FirewallVerdict.CLEAN;
        }
        NormalizedText normalized = normalizer.normalize(text);
        Evidence gravest = null;
        Windows windows = null;
        double disguises = model.disguises(normalized.tricks());
        double worst = Double.NEGATIVE_INFINITY;
        for (String view : normalized.views()) {
            Evidence evidence = Evidence.of(view, rules);
            if (evidence.words().count() > 0) {
                FirewallModel.Weighed scored = model.weigh(evidence);
                double score = model.evidence(scored) + disguises;
                if (score > worst) {
                    worst = score;
                    gravest = evidence;
                    windows = scored.windows();
                }
            }
        }
        if (gravest == null || windows == null) {
            return FirewallVerdict.CLEAN;
        }
        double published = model.published(worst, origin);
        boolean tooLittle = gravest.words().count() <= FEW_WORDS
                && gravest.differentIdeas() < 2
                && gravest.hits().isEmpty()
                && normalized.tricks().isEmpty();
        double score = tooLittle ? Math.min(published, HIGHEST_OF_FEW) : published;
        Optional<AttackKind> kind = score < TELLING
                ? Optional.empty()
                : Optional.of(model.kind(gravest, windows.sentenceFrom(), windows.sentenceTo()));
        return new FirewallVerdict(score, score >= 0.5, kind, reasons(normalized, gravest));
    }

    /** Names of the rules that hit, then of the disguises: never a word of the text. */
    private List<String> reasons(NormalizedText normalized, Evidence evidence) {
        List<String> reasons = new ArrayList<>();
        for (FirewallRules.Hit hit : evidence.hits()) {
            String name = rules.rules().get(hit.rule()).name();
            if (reasons.size() < REASONS && !reasons.contains(name)) {
                reasons.add(name);
            }
        }
        for (Trick trick : normalized.tricks()) {
            reasons.add("disguise:" + trick.word());
        }
        return reasons;
    }
}
