package io.compuerta.policy.signal.firewall;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    private static final double THRESHOLD = 0.5;

    private final FirewallRules rules;
    private final TextNormalizer normalizer;
    private final FirewallModel model;
    private final BudgetTable budgets;
    private final double threshold;

    private PromptFirewall(
            FirewallRules rules,
            TextNormalizer normalizer,
            FirewallModel model,
            BudgetTable budgets,
            double threshold) {
        this.rules = rules;
        this.normalizer = normalizer;
        this.model = model;
        this.budgets = budgets;
        this.threshold = threshold;
    }

    /** The firewall that ships with the product. Reading its resources takes some tens of milliseconds. */
    public static PromptFirewall standard() {
        FirewallRules rules = FirewallRules.standard();
        return new PromptFirewall(
                rules,
                new TextNormalizer(rules.lexicon()),
                FirewallModel.standard(),
                BudgetTable.standard(),
                THRESHOLD);
    }

    /** The same firewall, blocking from the score on that a budget of mistakes allows. Shares all tables: costs nothing. */
    public PromptFirewall within(FalsePositiveBudget budget) {
        return new PromptFirewall(rules, normalizer, model, budgets, threshold(budget));
    }

    /**
     * The score from which on {@link #within} blocks, for those who hold one verdict against several budgets
     * ({@link FirewallVerdict#at}). The same for every origin, since scores already allow for that.
     */
    public double threshold(FalsePositiveBudget budget) {
        return budgets.threshold(budget);
    }

    /**
     * Judges a text by where it came from. {@code 0.5} and above is blocked, unless a budget was chosen.
     *
     * @param text   may be empty, which is clean; neither kept nor quoted in the verdict
     * @param origin documents and tool results rarely give orders, so less is needed to block one there
     */
    public FirewallVerdict inspect(String text, Origin origin) {
        Judgement judgement = judge(text, origin);
        return judgement == null ? FirewallVerdict.CLEAN : verdict(judgement);
    }

    /**
     * Judges like {@link #inspect} and says why. Linear in the text as well, but several times as dear: meant for people
     * who ask, and for cutting an offending stretch out of a document.
     */
    public FirewallExplanation explain(String text, Origin origin) {
        Judgement judgement = judge(text, origin);
        return judgement == null
                ? FirewallExplanation.NOTHING
                : new FirewallExplainer(rules, model, this).explain(text, origin, judgement, verdict(judgement));
    }

    /**
     * The windows of {@link #explain} without what weighed in them: at about the price of a verdict for text without
     * disguise, of two for disguised text.
     */
    public List<FirewallExplanation.Window> windows(String text, Origin origin) {
        Judgement judgement = judge(text, origin);
        return judgement == null
                ? List.of()
                : new FirewallExplainer(rules, model, this).windows(text, origin, judgement, verdict(judgement));
    }

    /** Null for a text without words. */
    @Nullable
    Judgement judge(String text, Origin origin) {
        if (text.isBlank()) {
            return null;
        }
        NormalizedText normalized = normalizer.normalize(text);
        Judgement gravest = null;
        double disguises = model.disguises(normalized.tricks());
        for (int reading = 0; reading < normalized.views().size(); reading++) {
            String view = normalized.views().get(reading);
            Evidence evidence = Evidence.of(view, rules);
            if (evidence.words().count() > 0) {
                FirewallModel.Weighed weighed = model.weigh(evidence);
                Alone alone = Alone.of(view, evidence, weighed, model, rules);
                double sum = model.evidence(weighed) + alone.gain() + disguises;
                if (gravest == null || sum > gravest.sum()) {
                    double score = Math.min(model.published(sum, origin), highest(normalized, evidence));
                    gravest = new Judgement(normalized, reading, evidence, weighed, alone, sum, score);
                }
            }
        }
        return gravest;
    }

    /** What a text may score at most: too few words that say too little stay below every threshold. */
    private double highest(NormalizedText normalized, Evidence evidence) {
        boolean tooLittle = evidence.words().count() <= FEW_WORDS
                && evidence.differentIdeas() < 2
                && evidence.hits().isEmpty()
                && normalized.tricks().isEmpty();
        return tooLittle ? threshold(FalsePositiveBudget.ONE_IN_20) * 0.9 : 1;
    }

    private FirewallVerdict verdict(Judgement judgement) {
        double score = judgement.score();
        Optional<AttackKind> kind = score < TELLING ? Optional.empty() : Optional.of(kind(judgement));
        return new FirewallVerdict(
                score, score >= threshold, kind, reasons(judgement.normalized(), judgement.evidence()));
    }

    private AttackKind kind(Judgement judgement) {
        double[] named = new double[AttackKind.values().length];
        judgement.evidence().hits().stream()
                .map(FirewallRules.Hit::rule)
                .distinct()
                .map(rules.rules()::get)
                .forEach(rule -> named[rule.kind().ordinal()] += rule.strength());
        boolean veiled = !judgement.normalized().tricks().isEmpty() || named[AttackKind.OBFUSCATED.ordinal()] > 0;
        Windows windows = judgement.weighed().windows();
        return model.kind(judgement.evidence(), windows.sentenceFrom(), windows.sentenceTo(), named, veiled);
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
