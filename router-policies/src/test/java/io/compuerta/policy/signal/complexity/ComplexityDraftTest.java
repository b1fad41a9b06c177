package io.compuerta.policy.signal.complexity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.policy.signal.Conversation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComplexityDraftTest {

    private static final String EXAM =
            "Which of these statements about the matter is true?\nA. The first\nB. The second\n"
                    + "C. The third\nD. None of them";

    private final ComplexityWeights shipped = ComplexityWeights.shipped();

    @Test
    void aHarderFieldScoresHigherThanAnEasierOne() {
        ComplexityDraft draft = draft(EXAM);

        double hard = draft.score(along(1)).score();
        double easy = draft.score(along(-1)).score();

        assertThat(hard).isGreaterThan(draft.score().score());
        assertThat(easy).isLessThan(draft.score().score());
    }

    @Test
    void onlyAnEnglishQuestionNearTheThresholdIsOpen() {
        ComplexityDraft english = draft(EXAM);
        double surface = english.score().score();

        assertThat(english.asksForMeaning()).isTrue();
        assertThat(english.isOpen(surface)).isTrue();
        assertThat(english.isOpen(0.999)).isFalse();
        assertThat(draft("¿Cuál de estas afirmaciones sobre el asunto es verdadera?\nA. La primera\nB. La segunda\n"
                                + "C. La tercera\nD. Ninguna de ellas")
                        .asksForMeaning())
                .isFalse();
    }

    /** Two fields in two directions, told apart by our judgement only: no benchmark has an opinion on them. */
    @Test
    void theJudgementOfFieldsTurnsTheDirection() {
        List<TrainingExample> examples = new ArrayList<>();
        Map<String, Meaning> vectors = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            String text = "Which answer to question " + i + " is right?\nA. one\nB. two\nC. three\nD. four";
            Features features = TrainingExample.featuresOf(text);
            examples.add(new TrainingExample("exam-" + i, "exam", "any", text, i % 2, i % 2, features));
            vectors.put("exam-" + i, axis(2 + i % 50));
        }
        for (int i = 0; i < 20; i++) {
            double trouble = i % 2 == 0 ? 0.4 : 0;
            examples.add(new TrainingExample(
                    "fields-" + i,
                    TrainingExample.FIELDS,
                    "any",
                    "x",
                    trouble,
                    trouble,
                    TrainingExample.featuresOf("x")));
            vectors.put("fields-" + i, axis(i % 2));
        }

        SubjectMatter subject = new ComplexityTraining(examples, new QuestionVectors(vectors))
                .fit(example -> true)
                .subject();

        assertThat(subject.of(axis(0))).isGreaterThan(subject.of(axis(1)));
    }

    @Test
    void aMeaningHasItsDimension() {
        assertThatThrownBy(() -> new Meaning(new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("384");
    }

    private ComplexityDraft draft(String question) {
        return new ComplexityScorer(shipped).draft(Conversation.ofQuestion(question));
    }

    /** A meaning that lies along the shipped direction, or against it. */
    private Meaning along(int sign) {
        byte[] direction = shipped.subject().direction();
        // A kind may weigh the subject either way round; what counts is that both agree.
        double weight = shipped.of(QuestionKind.MULTIPLE_CHOICE).weights()[Feature.SUBJECT.ordinal()];
        double length = 0;
        for (byte part : direction) {
            length += part * part;
        }
        float[] vector = new float[direction.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (Math.signum(weight) * sign * direction[i] / Math.sqrt(length));
        }
        return new Meaning(vector);
    }

    private static Meaning axis(int dimension) {
        float[] vector = new float[Meaning.DIMENSION];
        vector[dimension] = 1;
        return new Meaning(vector);
    }
}
