package io.compuerta.policy.signal.complexity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How the score does on files, subjects and everyday requests that its training did not see. */
final class CrossValidation {

    /**
     * Subjects that share their matter, in both benchmarks: leaving one out of the one and keeping it in the other would not
     * be leaving it out.
     */
    private static final List<Set<String>> MATTERS = List.of(
            Set.of("physics", "high_school_physics", "college_physics", "conceptual_physics", "astronomy"),
            Set.of("psychology", "professional_psychology", "high_school_psychology"),
            Set.of("biology", "high_school_biology", "college_biology"),
            Set.of("business", "professional_accounting", "business_ethics", "management", "marketing"),
            Set.of("machine_learning", "computer_security", "high_school_computer_science"),
            Set.of("other", "miscellaneous", "global_facts"));

    private static final int FOLDS = 10;

    private final ComplexityTraining training;
    private final List<TrainingExample> benchmarks;
    private final List<TrainingExample> everyday;
    private final @Nullable Path directory;

    CrossValidation(ComplexityTraining training, List<TrainingExample> examples, @Nullable Path directory) {
        this.training = training;
        this.benchmarks =
                examples.stream().filter(e -> !e.isEveryday() && !e.isField()).toList();
        this.everyday = examples.stream().filter(TrainingExample::isEveryday).toList();
        this.directory = directory;
    }

    void report() throws IOException {
        Map<TrainingExample, Double> wholeFiles = new LinkedHashMap<>();
        for (String set :
                benchmarks.stream().map(TrainingExample::set).distinct().toList()) {
            leaveOut(e -> e.set().equals(set), wholeFiles);
        }
        print("without the whole file", wholeFiles);
        write("files.jsonl", wholeFiles);

        Map<TrainingExample, Double> subjects = new LinkedHashMap<>();
        for (Set<String> matter : MATTERS) {
            leaveOut(e -> e.set().startsWith("mmlu") && matter.contains(e.subject()), subjects);
        }
        for (String set : List.of("gsm8k", "ulab")) {
            List<TrainingExample> rows =
                    benchmarks.stream().filter(e -> e.set().equals(set)).toList();
            for (int fold = 0; fold < 5; fold++) {
                Set<TrainingExample> out = fold(rows, fold, 5);
                leaveOut(out::contains, subjects);
            }
        }
        print("without the subject (gsm8k, ulab: without the question)", subjects);
        write("subjects.jsonl", subjects);
        reportEveryday();
    }

    private void leaveOut(Predicate<TrainingExample> left, Map<TrainingExample, Double> scores) {
        ComplexityWeights weights = training.fit(left.negate());
        for (TrainingExample example : benchmarks) {
            if (left.test(example)) {
                scores.put(example, training.logit(weights, example));
            }
        }
    }

    private static Set<TrainingExample> fold(List<TrainingExample> rows, int fold, int folds) {
        List<TrainingExample> out = new ArrayList<>();
        for (int i = fold; i < rows.size(); i += folds) {
            out.add(rows.get(i));
        }
        return Set.copyOf(out);
    }

    private static void print(String name, Map<TrainingExample, Double> scores) {
        System.out.println("APGR " + name + ":");
        for (String set :
                scores.keySet().stream().map(TrainingExample::set).distinct().toList()) {
            List<TrainingExample> rows =
                    scores.keySet().stream().filter(e -> e.set().equals(set)).toList();
            double apgr = RouterCurve.apgr(
                    rows, rows.stream().mapToDouble(scores::get).toArray());
            double length = RouterCurve.apgr(
                    rows, rows.stream().mapToDouble(e -> e.text().length()).toArray());
            System.out.printf(Locale.ROOT, "  %-10s %.3f   by length %.3f%n", set, apgr, length);
        }
    }

    private void write(String file, Map<TrainingExample, Double> scores) throws IOException {
        if (directory != null) {
            StringBuilder lines = new StringBuilder();
            scores.forEach((example, score) -> lines.append(
                    String.format(Locale.ROOT, "{\"id\": \"%s\", \"score\": %.6f}%n", example.id(), score)));
            Files.writeString(directory.resolve(file), lines);
        }
    }

    private void reportEveryday() {
        int right = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            Set<TrainingExample> out = fold(everyday, fold, FOLDS);
            ComplexityWeights weights = training.fit(e -> !out.contains(e));
            right += (int) out.stream().filter(e -> isRight(weights, e)).count();
        }
        ComplexityWeights all = training.fit(e -> true);
        long fitted = everyday.stream().filter(e -> isRight(all, e)).count();
        System.out.printf(
                Locale.ROOT,
                "everyday tuning set: %.3f fitted, %.3f in %d folds%n",
                (double) fitted / everyday.size(),
                (double) right / everyday.size(),
                FOLDS);
    }

    private boolean isRight(ComplexityWeights weights, TrainingExample example) {
        double threshold = Math.log(ComplexityScorer.DEFAULT_THRESHOLD / (1 - ComplexityScorer.DEFAULT_THRESHOLD));
        boolean complex = training.logit(weights, example) > threshold;
        return complex == (example.gap() > 0);
    }
}
