package io.compuerta.policy.signal.complexity;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.Role;
import io.compuerta.policy.signal.Turn;
import io.compuerta.policy.signal.complexity.Complexity.Label;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComplexityScorerTest {

    private final ComplexityScorer scorer = ComplexityScorer.standard();

    @ParameterizedTest
    @ValueSource(strings = {"es", "en"})
    void everydayRequestsNeverTunedOnFallOnTheRightSide(String language) throws IOException {
        List<String> wrong = new ArrayList<>();
        int total = 0;
        for (TrainingExample example : everyday("held-out.tsv")) {
            if (example.subject().equals(language)) {
                total++;
                Complexity complexity = score(example.text());
                if ((complexity.label() == Label.COMPLEX) != (example.gap() > 0)) {
                    wrong.add(String.format("%.2f %s", complexity.score(), example.text()));
                }
            }
        }

        assertThat(1 - (double) wrong.size() / total)
                .describedAs("%s", String.join("\n", wrong))
                .isGreaterThanOrEqualTo(0.90);
    }

    @Test
    void otherLanguagesDoNotCollapse() throws IOException {
        List<TrainingExample> others = everyday("tuning.tsv").stream()
                .filter(e -> List.of("pt", "fr", "de", "it").contains(e.subject()))
                .toList();

        long right = others.stream()
                .filter(e -> (score(e.text()).label() == Label.COMPLEX) == (e.gap() > 0))
                .count();

        assertThat((double) right / others.size()).isGreaterThanOrEqualTo(0.85);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "¿Cuál es la política de cancelación?",
                "What is your cancellation policy?",
                "Hola, buenos días",
                "Thanks!"
            })
    void plainQuestionsAreSimple(String question) {
        assertThat(score(question).label()).isEqualTo(Label.SIMPLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tengo una disputa con un anfitrión, ¿qué opciones tengo?",
                "Demuestra que hay infinitos primos de la forma 4k+3",
                "Prove that there are infinitely many primes of the form 4k+3"
            })
    void questionsThatNeedThoughtAreComplex(String question) {
        assertThat(score(question).label()).isEqualTo(Label.COMPLEX);
    }

    @Test
    void aLongPastedTextDoesNotMakeAnEasyTaskHard() {
        String mail = "Estimados señores: tras analizar el contrato y evaluar los riesgos legales de la disputa, les"
                + " proponemos un plan de negociación por fases. ".repeat(40)
                + "Escriban a contacto@ejemplo.es.";

        assertThat(score("Extrae el email de este texto:\n" + mail).label()).isEqualTo(Label.SIMPLE);
        assertThat(score(mail + "\n\nExtrae el email").label()).isEqualTo(Label.SIMPLE);
    }

    @Test
    void amongExamQuestionsALongCalculationRanksAboveRecall() {
        String easy = "Which colour do you get from blue and yellow?\nA. Green\nB. Red\nC. Black\nD. White\nAnswer:";
        String hard =
                "A block of mass 2 kg slides down a plane of 30 degrees with friction coefficient 0.2, then hits a"
                        + " spring of constant 400 N/m. Determine the largest compression of the spring, given that the block"
                        + " starts from rest 3 m up the plane.\nA. 0.12 m\nB. 0.28 m\nC. 0.31 m\nD. 0.47 m\nAnswer:";

        assertThat(score(hard).score()).isGreaterThan(score(easy).score());
    }

    @Test
    void toolsOrEarlierTurnsDoNotMakeAGreetingHard() {
        Conversation conversation = new Conversation(
                List.of(
                        new Turn(Role.USER, "Hola"),
                        new Turn(Role.ASSISTANT, "¿En qué puedo ayudarte?"),
                        new Turn(Role.USER, "Gracias, nada más")),
                Modality.TEXT,
                true);

        assertThat(scorer.score(conversation).label()).isEqualTo(Label.SIMPLE);
    }

    @Test
    void theReasonsNameFeaturesAndNoText() {
        List<String> reasons =
                score("Compara las dos ofertas y justifica tu recomendación").reasons();

        assertThat(reasons).isNotEmpty().hasSizeLessThanOrEqualTo(4);
        assertThat(reasons)
                .allSatisfy(reason -> assertThat(
                                Feature.valueOf(reason.toUpperCase(Locale.ROOT).replace('-', '_')))
                        .isNotNull());
    }

    @Test
    void theSameQuestionAlwaysScoresTheSame() {
        String question = "How should we split the budget?";

        assertThat(ComplexityScorer.standard().score(Conversation.ofQuestion(question)))
                .isEqualTo(score(question));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n\n", "A.\nB.\nC.\n", "\"", "«", "```", ":", "\ud83d", "____", "𝕏𝕐"})
    void oddTextsScoreWithoutTrouble(String text) {
        assertThat(score(text).score()).isBetween(0.0, 1.0);
    }

    @Test
    void aConversationWithoutTurnsScores() {
        assertThat(scorer.score(new Conversation(List.of(), Modality.TEXT, false))
                        .label())
                .isEqualTo(Label.SIMPLE);
    }

    private Complexity score(String text) {
        return scorer.score(Conversation.ofQuestion(text));
    }

    private static List<TrainingExample> everyday(String resource) throws IOException {
        try (InputStream stream = ComplexityScorerTest.class.getResourceAsStream("/everyday/" + resource)) {
            return TrainingExample.readEveryday(new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
    }
}
