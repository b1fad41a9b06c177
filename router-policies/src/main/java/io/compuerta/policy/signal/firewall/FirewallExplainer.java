package io.compuerta.policy.signal.firewall;

import io.compuerta.policy.signal.firewall.FirewallExplanation.Contribution;
import io.compuerta.policy.signal.firewall.FirewallExplanation.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** Takes a judgement apart again: which sentences are grave, and which features weighed most. */
final class FirewallExplainer {

    private static final Comparator<Window> GRAVEST_FIRST =
            Comparator.comparingDouble(Window::score).reversed().thenComparingInt(Window::start);

    /** Stretches that a disguised text is judged in: each is a judgement of its own. */
    private static final int STRETCHES = 200;

    private static final int CONTRIBUTIONS = 20;

    private final FirewallRules rules;
    private final FirewallModel model;
    private final PromptFirewall firewall;

    FirewallExplainer(FirewallRules rules, FirewallModel model, PromptFirewall firewall) {
        this.rules = rules;
        this.model = model;
        this.firewall = firewall;
    }

    FirewallExplanation explain(String text, Origin origin, Judgement judgement, FirewallVerdict verdict) {
        boolean undisguised = judgement.reads(text);
        List<Window> windows = windows(text, origin, judgement, verdict);
        List<Contribution> all = contributions(origin, judgement, undisguised);
        return new FirewallExplanation(
                verdict, undisguised, windows, all.subList(0, Math.min(all.size(), CONTRIBUTIONS)));
    }

    List<Window> windows(String text, Origin origin, Judgement judgement, FirewallVerdict verdict) {
        return judgement.reads(text) ? sentences(text, origin, judgement) : stretches(text, origin, verdict);
    }

    /** The sentences the model saw, each with the score the text would have if no other were graver. */
    private List<Window> sentences(String text, Origin origin, Judgement judgement) {
        Words words = judgement.evidence().words();
        Windows seen = judgement.weighed().windows();
        List<Window> windows = new ArrayList<>();
        Windows.sentences(words, Windows.SENTENCE, (from, to) -> {
            double less = judgement.alone().gain() + FirewallModel.SENTENCE * (seen.sentence() - seen.score(from, to));
            double score = judgement.alone().is(from, to)
                    ? judgement.score()
                    : Math.min(judgement.score(), model.published(judgement.sum() - less, origin));
            windows.add(new Window(start(words, from), end(words, to, text), score));
        });
        windows.sort(GRAVEST_FIRST);
        return windows;
    }

    /** The sentences of a text as it stands, each judged by itself; the whole text if that finds nothing to block. */
    private List<Window> stretches(String text, Origin origin, FirewallVerdict verdict) {
        Words words = Words.of(text);
        int least = Math.max(Windows.SENTENCE, words.count() / STRETCHES);
        List<Window> windows = new ArrayList<>();
        boolean[] blocked = {false};
        Windows.sentences(words, least, (from, to) -> {
            int start = start(words, from);
            int end = end(words, to, text);
            FirewallVerdict alone = firewall.inspect(text.substring(start, end), origin);
            blocked[0] |= alone.blocked();
            windows.add(new Window(start, end, alone.score()));
        });
        if (windows.isEmpty() || verdict.blocked() && !blocked[0]) {
            return List.of(new Window(0, text.length(), verdict.score()));
        }
        windows.sort(GRAVEST_FIRST);
        return windows;
    }

    private static int start(Words words, int from) {
        return from == 0 ? 0 : words.origin(from);
    }

    /** A window ends where the next begins, so that the marks behind its last word go with it. */
    private static int end(Words words, int to, String text) {
        return to == words.count() ? text.length() : words.origin(to);
    }

    /** Everything that the score is made of, the heaviest first. Sums up to the odds against the origin's threshold. */
    List<Contribution> contributions(Origin origin, Judgement judgement, boolean undisguised) {
        Evidence evidence = judgement.evidence();
        Words words = evidence.words();
        Map<Integer, String> names = names();
        Map<String, Double> named = new HashMap<>();
        double[] perWord = new double[words.count()];
        Tally tally = Tally.ofWords(words.count());
        evidence.emitMeaning(tally);
        evidence.emitPieces(tally);
        double[] inBag = shares(tally, Tally.WORDS, model::bagWeight);
        Tally profile = Tally.ofProfile();
        evidence.emitProfile(profile);
        double[] inProfile = shares(profile, Tally.PROFILE, model::profileWeight);
        double[] inWindows = shares(judgement.weighed().windows(), words.count());
        Evidence.Sink sink = (word, bucket, value) -> {
            double weight = inWindows[word] * value * model.windowWeight(bucket) + inBag[tally.coarse(bucket)];
            String name = names.get(bucket);
            if (name == null) {
                perWord[word] += weight;
            } else {
                named.merge(name, weight, Double::sum);
            }
        };
        evidence.emitMeaning(sink);
        evidence.emitPieces(sink);
        evidence.emitProfile((word, bucket, value) ->
                named.merge(names.getOrDefault(bucket, "ideas"), inProfile[profile.coarse(bucket)], Double::sum));
        for (Trick trick : judgement.normalized().tricks()) {
            named.merge(
                    "disguise:" + trick.word(),
                    FirewallModel.DISGUISE * model.windowWeight(Evidence.bucket(trick)),
                    Double::sum);
        }
        named.put("base", model.base(origin));
        if (judgement.alone().gain() > 0) {
            named.put("sentence-alone", judgement.alone().gain());
        }
        named.put("length", -FirewallModel.luck(judgement.weighed().windows().sentences()));
        List<Contribution> all = new ArrayList<>();
        named.forEach((name, weight) -> all.add(new Contribution(name, -1, -1, weight)));
        for (int w = 0; w < perWord.length; w++) {
            int start = undisguised ? words.origin(w) : -1;
            all.add(new Contribution("word", start, undisguised ? words.originEnd(w) : -1, perWord[w]));
        }
        all.sort(Comparator.comparingDouble((Contribution one) -> Math.abs(one.weight()))
                .reversed()
                .thenComparing(Contribution::feature)
                .thenComparingInt(Contribution::start));
        return all;
    }

    /** How much a word's sum counts: once for each of the windows that hold it. */
    private static double[] shares(Windows windows, int count) {
        double[] shares = new double[count];
        add(shares, 0, count, FirewallModel.WHOLE);
        add(shares, windows.rowFrom(), windows.rowTo(), FirewallModel.ROW);
        add(shares, windows.sentenceFrom(), windows.sentenceTo(), FirewallModel.SENTENCE);
        return shares;
    }

    private static void add(double[] shares, int from, int to, double share) {
        for (int w = from; w < to; w++) {
            shares[w] += share * Windows.damping(to - from);
        }
    }

    /** What each occurrence of a feature adds by way of the bag. */
    private static double[] shares(Tally tally, int shift, IntToDoubleFunction weight) {
        double[] shares = new double[Tally.buckets(shift)];
        double length = tally.length();
        for (int i = 0; i < tally.size(); i++) {
            int bucket = tally.bucket(i);
            shares[bucket] = tally.value(i) * weight.applyAsDouble(bucket) / length / tally.count(bucket);
        }
        return shares;
    }

    /** The names of the buckets of rules, ideas and pairs of ideas. */
    private Map<Integer, String> names() {
        Map<Integer, String> names = new HashMap<>();
        List<String> ideas = rules.lexicon().ideas();
        for (int first = 0; first < ideas.size(); first++) {
            for (int second = 0; second < ideas.size(); second++) {
                names.put(
                        Evidence.ideasBucket(first, second), "ideas:" + name(ideas, first) + "+" + name(ideas, second));
            }
        }
        for (int idea = 0; idea < ideas.size(); idea++) {
            names.put(Evidence.ideaBucket(idea), "idea:" + name(ideas, idea));
        }
        for (int rule = 0; rule < rules.rules().size(); rule++) {
            names.put(
                    Evidence.ruleBucket(rule), "rule:" + rules.rules().get(rule).name());
        }
        return names;
    }

    private static String name(List<String> ideas, int idea) {
        return ideas.get(idea).toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
