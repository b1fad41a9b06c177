package io.compuerta.policy.signal.complexity;

import io.compuerta.policy.signal.Conversation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A question with what is known of the models' answers.
 *
 * @param set     the benchmark; {@link #EVERYDAY} and {@link #FIELDS} for our own examples
 * @param subject the benchmark's subject, the field, or the language of an everyday example
 * @param gap     quality of the strong model's answer less the weak one's, -1 to 1; 1 or 0 for complex and simple
 * @param trouble how hard it seems from all answers known: less chancy than the gap of two models
 */
record TrainingExample(
        String id, String set, String subject, String text, double gap, double trouble, Features features) {

    static final String EVERYDAY = "everyday";
    static final String FIELDS = "fields";

    /** How much more a large model is taken to gain in the hardest field than in the easiest. */
    private static final double FIELD_RANGE = 0.4;

    private static final double HARDEST_FIELD = 4;

    /** A model that fails tells of a hard question even when the better one fails too. */
    private static final double SHARE_OF_FAILURE = 0.5;

    private static final int LEADERS = 2;

    static List<TrainingExample> readBenchmark(Path file) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank()) {
                rows.add(JsonLine.parse(line));
            }
        }
        List<String> ranking = ranking(rows);
        List<TrainingExample> examples = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            String prompt = (String) row.get("prompt");
            double gap = (Double) row.get("strong") - (Double) row.get("weak");
            examples.add(new TrainingExample(
                    (String) row.get("id"),
                    (String) row.get("bench"),
                    (String) row.get("subject"),
                    prompt,
                    Math.clamp(gap, -1, 1),
                    trouble(row, ranking),
                    featuresOf(prompt)));
        }
        return examples;
    }

    /** The models that all rows tell of, best first. */
    private static List<String> ranking(List<Map<String, Object>> rows) {
        Map<String, Double> sums = new LinkedHashMap<>();
        for (Map<String, Object> row : rows) {
            models(row).forEach((model, quality) -> sums.merge(model, (Double) quality, Double::sum));
        }
        return sums.keySet().stream()
                .sorted(Comparator.comparing((String model) -> -sums.getOrDefault(model, 0.0))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static double trouble(Map<String, Object> row, List<String> ranking) {
        double strong = (Double) row.get("strong");
        double weak = (Double) row.get("weak");
        if (ranking.size() > LEADERS) {
            strong = mean(row, ranking.subList(0, LEADERS));
            weak = mean(row, ranking.subList(LEADERS, ranking.size()));
        }
        return strong - weak + SHARE_OF_FAILURE * (1 - weak);
    }

    private static double mean(Map<String, Object> row, List<String> models) {
        return models.stream()
                .mapToDouble(model -> (Double) models(row).getOrDefault(model, 0.0))
                .average()
                .orElse(0);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> models(Map<String, Object> row) {
        return (Map<String, Object>) row.getOrDefault("models", Map.of());
    }

    /** Reads {@code label, language, text} rows, with {@code \n} for a line break. */
    static List<TrainingExample> readEveryday(Iterable<String> lines) {
        return readOwn(EVERYDAY, lines, label -> label.equals("complex") ? 1 : 0);
    }

    /** Reads {@code trouble, field, text} rows, the trouble from 0 to 4. */
    static List<TrainingExample> readFields(Iterable<String> lines) {
        return readOwn(FIELDS, lines, label -> FIELD_RANGE * Double.parseDouble(label) / HARDEST_FIELD);
    }

    private static List<TrainingExample> readOwn(
            String set, Iterable<String> lines, java.util.function.ToDoubleFunction<String> gapOf) {
        List<TrainingExample> examples = new ArrayList<>();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] cells = line.split("\t");
                String text = cells[2].replace("\\n", "\n");
                double gap = gapOf.applyAsDouble(cells[0]);
                String id = set + "-" + examples.size();
                examples.add(new TrainingExample(id, set, cells[1], text, gap, gap, featuresOf(text)));
            }
        }
        return examples;
    }

    /** Examples whose gaps compare: of one benchmark, and where a file mixes several, of one of them. */
    String group() {
        return set.equals("ulab") ? set + "-" + subject : set;
    }

    boolean isEveryday() {
        return set.equals(EVERYDAY);
    }

    boolean isField() {
        return set.equals(FIELDS);
    }

    QuestionKind kind() {
        return features.kind();
    }

    double value(int feature) {
        return features.values()[feature];
    }

    /** The same, knowing what the question is about. */
    TrainingExample with(SubjectMatter subjectMatter, Meaning meaning) {
        Features known = features.with(Feature.SUBJECT, subjectMatter.of(meaning));
        return new TrainingExample(id, set, subject, text, gap, trouble, known);
    }

    static Features featuresOf(String text) {
        return FeatureExtractor.extract(Conversation.ofQuestion(text));
    }

    /** Leaves out the text, which may be another's. */
    @Override
    public String toString() {
        return "TrainingExample[" + id + "]";
    }
}
