package io.compuerta.policy.signal.complexity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComplexityTrainingTest {

    @Test
    void learnsWhatSeparatesHardFromEasyAndSurvivesWriting() throws IOException {
        ComplexityWeights weights = new ComplexityTraining(examples(), QuestionVectors.NONE).fit(example -> true);

        ComplexityWeights read = ComplexityWeights.read(new BufferedReader(new StringReader(weights.write())));

        List<TrainingExample> exams = examples().stream()
                .filter(e -> e.kind() == QuestionKind.MULTIPLE_CHOICE)
                .toList();
        double[] scores = exams.stream()
                .mapToDouble(e -> read.of(e.kind()).logit(e.features()))
                .toArray();
        assertThat(exams).hasSize(120);
        assertThat(RouterCurve.apgr(exams, scores)).isGreaterThan(0.7);
    }

    @Test
    void theSameExamplesGiveTheSameWeights() {
        String once = new ComplexityTraining(examples(), QuestionVectors.NONE)
                .fit(example -> true)
                .write();
        String again = new ComplexityTraining(examples(), QuestionVectors.NONE)
                .fit(example -> true)
                .write();

        assertThat(again).isEqualTo(once);
    }

    @Test
    void theCurveKnowsThePerfectAndTheReversedOrder() {
        List<TrainingExample> two = examples().subList(0, 2);

        assertThat(RouterCurve.apgr(two, new double[] {1, 0})).isEqualTo(0.75);
        assertThat(RouterCurve.apgr(two, new double[] {0, 1})).isEqualTo(0.25);
    }

    @Test
    void refusesWeightsOfAnotherVersion() {
        BufferedReader lines = new BufferedReader(new StringReader("compuerta-complexity 7\n"));

        assertThatThrownBy(() -> ComplexityWeights.read(lines))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("compuerta-complexity 7");
    }

    @Test
    void readsEscapedJson() {
        assertThat(JsonLine.parse("{\"a\": \"\\u00e9\\n\\\"x\\\"\", \"b\": [1, -2.5], \"c\": {\"d\": true}}"))
                .containsEntry("a", "é\n\"x\"")
                .containsEntry("b", List.of(1.0, -2.5));
    }

    /** In turn a calculation that only the strong model gets right, and a recall question that both do. */
    private static List<TrainingExample> examples() {
        List<TrainingExample> examples = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            boolean hard = i % 2 == 0;
            String text = hard
                    ? "Calculate the force on a mass of " + i + " kg that gains 3.5 m/s in 2 s, then the work done."
                    : "Which city is the capital named in lesson " + i + "?";
            examples.add(example("exam", i, text + "\nA. one\nB. two\nC. three\nD. four", hard ? 1 : 0));
            examples.add(example(TrainingExample.EVERYDAY, i, hard ? "Prove lemma " + i : "Hello", hard ? 1 : 0));
        }
        examples.sort(Comparator.comparing(TrainingExample::set).reversed());
        return examples;
    }

    private static TrainingExample example(String set, int number, String text, double gap) {
        return new TrainingExample(set + number, set, "any", text, gap, gap, TrainingExample.featuresOf(text));
    }
}
