package io.compuerta.policy.signal.complexity;

import io.compuerta.policy.signal.Conversation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A question with what is known of the models' answers.
 *
 * @param set      the benchmark; {@link #EVERYDAY} for our own examples
 * @param subject  the benchmark's subject, or the language of an everyday example
 * @param gap      quality of the strong model's answer less the weak one's, -1 to 1; 1 or 0 for complex and simple
 */
record TrainingExample(String id, String set, String subject, String text, double gap, Features features) {

    static final String EVERYDAY = "everyday";

    static List<TrainingExample> readBenchmark(Path file) throws IOException {
        List<TrainingExample> examples = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank()) {
                Map<String, Object> row = JsonLine.parse(line);
                String prompt = (String) row.get("prompt");
                double gap = (Double) row.get("strong") - (Double) row.get("weak");
                examples.add(new TrainingExample(
                        (String) row.get("id"),
                        (String) row.get("bench"),
                        (String) row.get("subject"),
                        prompt,
                        Math.clamp(gap, -1, 1),
                        featuresOf(prompt)));
            }
        }
        return examples;
    }

    /** Reads {@code label, language, text} rows, with {@code \n} for a line break. */
    static List<TrainingExample> readEveryday(Iterable<String> lines) {
        List<TrainingExample> examples = new ArrayList<>();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] cells = line.split("\t");
                String text = cells[2].replace("\\n", "\n");
                double gap = cells[0].equals("complex") ? 1 : 0;
                String id = EVERYDAY + "-" + examples.size();
                examples.add(new TrainingExample(id, EVERYDAY, cells[1], text, gap, featuresOf(text)));
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

    QuestionKind kind() {
        return features.kind();
    }

    double value(int feature) {
        return features.values()[feature];
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
