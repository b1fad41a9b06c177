package io.compuerta.policy.signal.complexity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Fits the weights of {@link ComplexityScorer} and says how well they carry over to benchmarks and subjects left out.
 *
 * <pre>
 * ComplexityTraining --data FILE... --everyday FILE [--output weights.txt] [--scores DIR]
 * </pre>
 *
 * {@code --data} takes the outcome files (see {@code docs/models/complexity.md}), {@code --scores} a directory for the scores
 * of each file under the model trained without it. The same files always give the same weights.
 */
final class ComplexityTraining {

    /** Chosen by leaving files and subjects out in turn; between half and twice as much nothing changes. */
    private static final double PENALTY = Double.parseDouble(System.getProperty("pen", "0.01"));

    /** The everyday examples are few and certain: together they count as much as this share of the benchmarks. */
    private static final double EVERYDAY_SHARE = Double.parseDouble(System.getProperty("ev", "0.35"));

    private final List<TrainingExample> benchmarks = new ArrayList<>();
    private final List<TrainingExample> everyday = new ArrayList<>();

    private ComplexityTraining() {}

    public static void main(String[] arguments) throws IOException {
        ComplexityTraining training = new ComplexityTraining();
        Map<String, List<String>> options = optionsOf(arguments);
        for (String file : options.getOrDefault("--data", List.of())) {
            training.benchmarks.addAll(TrainingExample.readBenchmark(Path.of(file)));
        }
        for (String file : options.getOrDefault("--everyday", List.of())) {
            training.everyday.addAll(TrainingExample.readEveryday(Files.readAllLines(Path.of(file))));
        }
        List<String> scores = options.get("--scores");
        training.leaveFilesOut(scores == null ? null : Path.of(scores.getFirst()));
        training.leaveSubjectsOut();
        List<String> output = options.get("--output");
        if (output != null) {
            Files.writeString(
                    Path.of(output.getFirst()), training.fit(example -> true).write());
        }
    }

    private static Map<String, List<String>> optionsOf(String[] arguments) {
        Map<String, List<String>> options = new LinkedHashMap<>();
        List<String> values = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith("--")) {
                values = options.computeIfAbsent(argument, name -> new ArrayList<>());
            } else {
                values.add(argument);
            }
        }
        return options;
    }

    private LinearModel fit(Predicate<TrainingExample> chosen) {
        List<TrainingExample> examples = new ArrayList<>();
        Map<String, Integer> sizes = new LinkedHashMap<>();
        for (TrainingExample example : benchmarks) {
            if (chosen.test(example)) {
                examples.add(example);
                sizes.merge(example.set(), 1, Integer::sum);
            }
        }
        int count = examples.size();
        examples.addAll(everyday.stream().filter(chosen).toList());
        double[] weights = new double[examples.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i < count
                    // Halfway between counting questions and counting benchmarks.
                    ? 1 / Math.sqrt(sizes.get(examples.get(i).set()))
                    : 0;
        }
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        for (int i = count; i < weights.length; i++) {
            weights[i] = EVERYDAY_SHARE * total / (weights.length - count);
        }
        return RidgeLogit.fit(examples, weights, PENALTY);
    }

    private void leaveFilesOut(Path directory) throws IOException {
        double[] pooled = new double[3];
        Set<String> sets = new LinkedHashSet<>();
        benchmarks.forEach(example -> sets.add(example.set()));
        for (String set : sets) {
            report("without " + set, example -> example.set().equals(set), directory, set, pooled);
        }
        print("mean", pooled[0] / sets.size(), pooled[1] / sets.size());
        LinearModel all = fit(example -> true);
        print("everyday fit", accuracy(all, everyday), 0);
        int right = 0;
        for (int fold = 0; fold < 10; fold++) {
            List<TrainingExample> out = new ArrayList<>();
            for (int i = fold; i < everyday.size(); i += 10) {
                out.add(everyday.get(i));
            }
            right += (int) Math.round(accuracy(fit(example -> !out.contains(example)), out) * out.size());
        }
        print("everyday 10-fold", (double) right / everyday.size(), 0);
    }

    private void leaveSubjectsOut() throws IOException {
        for (String set : List.of("mmlu", "mmlu_pro")) {
            Set<String> subjects = new LinkedHashSet<>();
            benchmarks.stream().filter(e -> e.set().equals(set)).forEach(e -> subjects.add(e.subject()));
            // Five folds of whole subjects; the score of each question comes from a model that never saw its subject,
            // in this set or in another.
            List<String> names = List.copyOf(subjects);
            double[] pooled = new double[3];
            int folds = Math.min(5, names.size());
            for (int fold = 0; fold < folds; fold++) {
                Set<String> out = new LinkedHashSet<>();
                for (int i = fold; i < names.size(); i += folds) {
                    out.add(names.get(i));
                }
                report(
                        set + " without " + String.join(",", out),
                        e -> e.set().equals(set) && out.contains(e.subject()),
                        null,
                        set,
                        pooled);
            }
            print(set + " unseen subjects", pooled[0] / folds, pooled[1] / folds);
        }
    }

    private void report(String name, Predicate<TrainingExample> left, Path directory, String set, double[] pooled)
            throws IOException {
        List<TrainingExample> out = benchmarks.stream().filter(left).toList();
        LinearModel model = fit(left.negate());
        double[] scores = out.stream().mapToDouble(e -> logit(model, e)).toArray();
        double[] lengths = out.stream().mapToDouble(e -> e.text().length()).toArray();
        double apgr = RouterCurve.apgr(out, scores);
        double length = RouterCurve.apgr(out, lengths);
        pooled[0] += apgr;
        pooled[1] += length;
        print(name, apgr, length);
        if (directory != null) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < scores.length; i++) {
                lines.append(String.format(
                        Locale.ROOT,
                        "{\"id\": \"%s\", \"score\": %.6f}%n",
                        out.get(i).id(),
                        scores[i]));
            }
            Files.writeString(directory.resolve(set + ".jsonl"), lines);
        }
    }

    static double logit(LinearModel model, TrainingExample example) {
        double logit = model.bias();
        for (double part : model.contributions(example.features())) {
            logit += part;
        }
        return logit;
    }

    private static double accuracy(LinearModel model, List<TrainingExample> examples) {
        double threshold = Math.log(ComplexityScorer.DEFAULT_THRESHOLD / (1 - ComplexityScorer.DEFAULT_THRESHOLD));
        int right = 0;
        for (TrainingExample example : examples) {
            right += (logit(model, example) > threshold) == (example.gap() > 0) ? 1 : 0;
        }
        return (double) right / examples.size();
    }

    private static void print(String name, double apgr, double length) {
        System.out.printf(Locale.ROOT, "%-60.60s %.3f   length %.3f%n", name, apgr, length);
    }
}
