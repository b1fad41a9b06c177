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
 * ComplexityTraining --data FILE... --everyday FILE --fields FILE --vectors FILE [--output weights.txt] [--scores DIR]
 * </pre>
 *
 * {@code --data} takes the outcome files (see {@code docs/models/complexity.md}), {@code --vectors} the meanings of all
 * questions ({@link QuestionVectors}), {@code --scores} a directory for the scores that each question gets from a model
 * trained without its file, or without its subject. The same files always give the same weights.
 */
final class ComplexityTraining {

    /** Penalties were chosen by leaving files and subjects out in turn; half or twice as much changes little. */
    private static final RidgeGap MULTIPLE_CHOICE = new RidgeGap(1);

    private static final RidgeGap WORD_PROBLEM = new RidgeGap(10);

    /** Below this gap the two models of a benchmark differ by little but chance. */
    private static final double LEAST_GAP = 0.1;

    private static final double OPEN_PENALTY = 0.01;

    /** The everyday examples are few and certain: together they count this many times as much as the benchmarks. */
    private static final double EVERYDAY_SHARE = 2;

    private final List<TrainingExample> examples;
    private final List<TrainingExample> fields;
    private final QuestionVectors vectors;

    ComplexityTraining(List<TrainingExample> examples, QuestionVectors vectors) {
        this.examples = examples.stream().filter(e -> !e.isField()).toList();
        this.fields = examples.stream().filter(TrainingExample::isField).toList();
        this.vectors = vectors;
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
        for (String file : options.getOrDefault("--fields", List.of())) {
            examples.addAll(TrainingExample.readFields(Files.readAllLines(Path.of(file))));
        }
        List<String> vectors = options.get("--vectors");
        ComplexityTraining training = new ComplexityTraining(
                examples, vectors == null ? QuestionVectors.NONE : QuestionVectors.read(Path.of(vectors.getFirst())));
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

    /** Fits on the chosen examples, and on those of fields, which come from no benchmark. */
    ComplexityWeights fit(Predicate<TrainingExample> chosen) {
        List<TrainingExample> exams = telling(QuestionKind.MULTIPLE_CHOICE, chosen);
        SubjectMatter found = exams.isEmpty() ? null : MULTIPLE_CHOICE.subject(exams, fields, vectors);
        SubjectMatter subject = found == null ? SubjectMatter.BLIND : found;
        Map<QuestionKind, LinearModel> models = new EnumMap<>(QuestionKind.class);
        models.put(
                QuestionKind.MULTIPLE_CHOICE,
                fitOrder(MULTIPLE_CHOICE, QuestionKind.MULTIPLE_CHOICE, known(exams, subject)));
        // Sums differ by their steps, not by what the story is about.
        models.put(
                QuestionKind.WORD_PROBLEM,
                fitOrder(WORD_PROBLEM, QuestionKind.WORD_PROBLEM, telling(QuestionKind.WORD_PROBLEM, chosen)));
        models.put(QuestionKind.OPEN, fitOpen(chosen, subject));
        return new ComplexityWeights(subject, models);
    }

    /** What the scorer says of an example, which it tells the meaning when it asks for it. */
    double logit(ComplexityWeights weights, TrainingExample example) {
        return weights.of(example.kind())
                .logit(known(example, weights.subject()).features());
    }

    private List<TrainingExample> known(List<TrainingExample> some, SubjectMatter subject) {
        return some.stream().map(example -> known(example, subject)).toList();
    }

    private TrainingExample known(TrainingExample example, SubjectMatter subject) {
        Meaning meaning = ComplexityScorer.isEnglish(example.text()) ? vectors.of(example) : null;
        return meaning == null ? example : example.with(subject, meaning);
    }

    private List<TrainingExample> telling(QuestionKind kind, Predicate<TrainingExample> chosen) {
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
        return ofKind.stream()
                .filter(e -> gaps.get(e.group())[0] / gaps.get(e.group())[1] >= LEAST_GAP)
                .filter(e -> gaps.get(e.group())[1] >= 50)
                .toList();
    }

    private LinearModel fitOrder(RidgeGap ridge, QuestionKind kind, List<TrainingExample> telling) {
        if (!telling.isEmpty()) {
            return ridge.fit(telling);
        }
        List<TrainingExample> ofKind =
                examples.stream().filter(e -> e.kind() == kind).toList();
        return RidgeGap.blind(ofKind.isEmpty() ? examples : ofKind);
    }

    private LinearModel fitOpen(Predicate<TrainingExample> chosen, SubjectMatter subject) {
        List<TrainingExample> open = examples.stream()
                .filter(e -> e.kind() == QuestionKind.OPEN)
                .filter(chosen)
                .map(example -> known(example, subject))
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
