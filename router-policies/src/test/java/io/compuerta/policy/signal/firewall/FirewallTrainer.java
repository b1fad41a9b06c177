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

/**
 * Fits the firewall's weights. {@code --data FILE --output FILE} trains on every trainable row and writes the model;
 * {@code --data FILE --cross-validate FILE} writes predictions in which no row was scored by a model that saw its
 * collection; {@code --data FILE --predict FILE} writes what the shipped weights say. Deterministic: the same data gives the same bytes.
 */
final class FirewallTrainer {

    private static final double RATE = 0.1;
    private static final double DECAY = 1e-3;
    private static final int EPOCHS = 8;

    /** Texts drawn from every root of the grammar; beyond this, cross-validation gains nothing. */
    private static final int PER_ROOT = 150;

    /** Characters of a text that are learned from. */
    private static final int LONGEST = 6000;

    /**
     * The evidence at which a user's text, a tool's result and a document are blocked: what cross-validation prints for
     * one false positive in a hundred over all ordinary text (1.78) and over documents (0.92), with some slack.
     */
    private static final double[] THRESHOLDS = {1.7, 0.9, 0.9};

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
        Map<String, List<TrainingSample>> samples = new HashMap<>();
        for (LabelledPrompt prompt : prompts) {
            samples.put(prompt.id(), samples(prompt));
        }
        if (options.containsKey("--cross-validate")) {
            crossValidate(prompts, samples, Path.of(options.get("--cross-validate")));
        }
        if (options.containsKey("--output")) {
            train(prompts, samples, Path.of(options.get("--output")));
        }
        if (options.containsKey("--predict")) {
            predict(prompts, Path.of(options.get("--predict")));
        }
    }

    private void crossValidate(List<LabelledPrompt> prompts, Map<String, List<TrainingSample>> samples, Path output)
            throws IOException {
        Map<String, Double> scores = new HashMap<>();
        for (Set<String> fold : FOLDS) {
            LinearFit fit = fit(prompts, samples, prompt -> !fold.contains(prompt.collection()));
            for (LabelledPrompt prompt : prompts) {
                boolean conll = prompt.source().contains("conll");
                boolean held = prompt.trainable() && fold.contains(prompt.collection());
                // Its attacks hold sentences of handwritten-es.
                if (held || conll && fold.contains("handwritten-es")) {
                    scores.putIfAbsent(prompt.id(), score(fit, samples.get(prompt.id())));
                }
            }
        }
        LinearFit all = fit(prompts, samples, prompt -> true);
        Set<String> seen = new TreeSet<>();
        for (LabelledPrompt prompt : prompts) {
            if (prompt.source().equals("grammar")) {
                continue;
            }
            if (!prompt.trainable()) {
                scores.computeIfAbsent(prompt.id(), id -> score(all, samples.get(id)));
            } else if (!scores.containsKey(prompt.id())) {
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
                threshold(prompts, scores, prompt -> true),
                threshold(prompts, scores, prompt -> prompt.kind().equals("document")));
    }

    /** The score that one ordinary text in a hundred reaches. */
    private static double threshold(
            List<LabelledPrompt> prompts, Map<String, Double> scores, Predicate<LabelledPrompt> chosen) {
        List<Double> ordinary = prompts.stream()
                .filter(prompt -> !prompt.attack() && !prompt.source().equals("grammar") && chosen.test(prompt))
                .map(prompt -> scores.get(prompt.id()))
                .sorted(Comparator.reverseOrder())
                .toList();
        return ordinary.get(ordinary.size() / 100);
    }

    private void train(List<LabelledPrompt> prompts, Map<String, List<TrainingSample>> samples, Path output)
            throws IOException {
        LinearFit fit = fit(prompts, samples, prompt -> true);
        KindFit kinds = new KindFit();
        for (LabelledPrompt prompt : prompts) {
            Optional<AttackKind> kind = kind(prompt);
            if (prompt.trainable() && kind.isPresent()) {
                String text = prompt.text().substring(0, Math.min(prompt.text().length(), LONGEST));
                kinds.add(Evidence.of(normalizer.normalize(text).views().getLast(), rules), kind.get());
            }
        }
        Quantized weights = Quantized.of(fit.weights);
        FirewallModel model =
                new FirewallModel(weights.values(), weights.scale(), fit.bias, kinds.fit(), THRESHOLDS.clone());
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(output))) {
            model.write(out);
        }
    }

    /** What the shipped firewall says of every row, as the scorer reads it. */
    private static void predict(List<LabelledPrompt> prompts, Path output) throws IOException {
        PromptFirewall firewall = PromptFirewall.standard();
        List<String> lines = new ArrayList<>();
        for (LabelledPrompt prompt : prompts) {
            if (!prompt.source().equals("grammar")) {
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
            if (!prompt.source().equals("grammar")) {
                double evidence = scores.get(prompt.id());
                lines.add(String.format(
                        Locale.ROOT,
                        "{\"id\":\"%s\",\"score\":%.6f}",
                        prompt.id(),
                        1 / (1 + Math.exp(-0.8 * (evidence - THRESHOLDS[0])))));
            }
        }
        Files.write(output, lines);
    }

    private static LinearFit fit(
            List<LabelledPrompt> prompts, Map<String, List<TrainingSample>> samples, Predicate<LabelledPrompt> chosen) {
        List<TrainingSample> training = new ArrayList<>();
        for (LabelledPrompt prompt : prompts) {
            if (prompt.trainable() && chosen.test(prompt)) {
                training.addAll(samples.get(prompt.id()));
            }
        }
        LinearFit fit = new LinearFit(RATE, DECAY);
        fit.fit(training, EPOCHS);
        return fit;
    }

    private static double score(LinearFit fit, List<TrainingSample> views) {
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
