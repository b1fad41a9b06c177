package io.compuerta.policy.signal.complexity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Fits the weights of {@link ComplexityScorer} and says how well they carry over to benchmarks and subjects left out.
 *
 * <pre>
 * ComplexityTraining --data FILE... --everyday FILE [--output weights.txt] [--scores DIR]
 * </pre>
 *
 * {@code --data} takes the outcome files (see {@code docs/models/complexity.md}), {@code --scores} a directory for the scores
 * that each question gets from a model trained without its file, or without its subject. The same files always give the
 * same weights.
 */
final class ComplexityTraining {

    /** Penalties were chosen by leaving files and subjects out in turn; half or twice as much changes little. */
    private static final RidgeGap MULTIPLE_CHOICE = new RidgeGap(1, 0.01);

    private static final RidgeGap WORD_PROBLEM = new RidgeGap(10, 0);

    /** Below this gap the two models of a benchmark differ by little but chance. */
    private static final double LEAST_GAP = 0.1;

    private static final double OPEN_PENALTY = 0.01;

    /** The everyday examples are few and certain: together they count this many times as much as the benchmarks. */
    private static final double EVERYDAY_SHARE = 4;

    private final List<TrainingExample> examples;

    ComplexityTraining(List<TrainingExample> examples) {
        this.examples = examples;
    }

    public static void main(String[] arguments) throws IOException {
        List<TrainingExample> examples = new ArrayList<>();
        Map<String, List<String>> options = optionsOf(arguments);
        for (String file : options.getOrDefault("--data", List.of())) {
            examples.addAll(TrainingExample.readBenchmark(Path.of(file)));
        }
        for (String file : options.getOrDefault("--everyday", List.of())) {
            examples.addAll(TrainingExample.readEveryday(Files.readAllLines(Path.of(file))));
        }
        ComplexityTraining training = new ComplexityTraining(examples);
        List<String> scores = options.get("--scores");
        new CrossValidation(training, examples, scores == null ? null : Path.of(scores.getFirst())).report();
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

    /** Fits on the chosen examples. */
    ComplexityWeights fit(Predicate<TrainingExample> chosen) {
        Map<QuestionKind, LinearModel> models = new EnumMap<>(QuestionKind.class);
        models.put(QuestionKind.MULTIPLE_CHOICE, fitOrder(QuestionKind.MULTIPLE_CHOICE, MULTIPLE_CHOICE, chosen));
        models.put(QuestionKind.WORD_PROBLEM, fitOrder(QuestionKind.WORD_PROBLEM, WORD_PROBLEM, chosen));
        models.put(QuestionKind.OPEN, fitOpen(chosen));
        return new ComplexityWeights(models);
    }

    private LinearModel fitOrder(QuestionKind kind, RidgeGap ridge, Predicate<TrainingExample> chosen) {
        Map<String, double[]> gaps = new LinkedHashMap<>();
        List<TrainingExample> ofKind = examples.stream()
                .filter(e -> e.kind() == kind && !e.isEveryday())
                .filter(chosen)
                .toList();
        for (TrainingExample example : ofKind) {
            double[] sum = gaps.computeIfAbsent(example.group(), group -> new double[2]);
            sum[0] += example.gap();
            sum[1]++;
        }
        List<TrainingExample> telling = ofKind.stream()
                .filter(e -> gaps.get(e.group())[0] / gaps.get(e.group())[1] >= LEAST_GAP)
                .filter(e -> gaps.get(e.group())[1] >= 50)
                .toList();
        return telling.isEmpty() ? RidgeGap.blind(ofKind.isEmpty() ? examples : ofKind) : ridge.fit(telling);
    }

    private LinearModel fitOpen(Predicate<TrainingExample> chosen) {
        List<TrainingExample> open = examples.stream()
                .filter(e -> e.kind() == QuestionKind.OPEN)
                .filter(chosen)
                .toList();
        Map<String, Integer> sizes = new LinkedHashMap<>();
        open.forEach(example -> sizes.merge(example.set(), 1, Integer::sum));
        double benchmarks = 0;
        int everyday = 0;
        for (TrainingExample example : open) {
            benchmarks += example.isEveryday() ? 0 : 1 / Math.sqrt(sizes.get(example.set()));
            everyday += example.isEveryday() ? 1 : 0;
        }
        double[] weights = new double[open.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = open.get(i).isEveryday()
                    ? EVERYDAY_SHARE * Math.max(benchmarks, 1) / everyday
                    : 1 / Math.sqrt(sizes.get(open.get(i).set()));
        }
        return RidgeLogit.fit(open, weights, OPEN_PENALTY);
    }
}
