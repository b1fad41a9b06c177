package io.compuerta.policy.signal.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.Role;
import io.compuerta.policy.signal.Turn;
import io.compuerta.policy.signal.pii.PiiType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SensitivityClassifierTest {

    private final SensitivityClassifier classifier = SensitivityClassifier.standard();

    @ParameterizedTest
    @ValueSource(strings = {"held-out.tsv", "held-out-2.tsv"})
    void heldOutRequestsGetTheirLevel(String resource) throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String[]> rows = rows(resource);
        for (String[] row : rows) {
            Sensitivity sensitivity = classify(row);
            if (!sensitivity.level().word().equals(row[0])) {
                wrong.add(sensitivity.level().word() + " instead of " + row[0] + ": " + row[3]);
            }
        }

        assertThat((double) wrong.size() / rows.size()).describedAs("%s", wrong).isLessThanOrEqualTo(0.06);
    }

    @ParameterizedTest
    @ValueSource(strings = {"held-out.tsv", "held-out-2.tsv"})
    void heldOutRequestsHaveTheirTopics(String resource) throws IOException {
        List<String> missing = new ArrayList<>();
        List<String[]> rows = rows(resource);
        for (String[] row : rows) {
            Sensitivity sensitivity = classify(row);
            for (String topic : row[2].split(",")) {
                if (!topic.isEmpty()
                        && sensitivity.topics().stream()
                                .noneMatch(found -> found.word().equals(topic))) {
                    missing.add(topic + ": " + row[3]);
                }
            }
        }

        assertThat((double) missing.size() / rows.size())
                .describedAs("%s", missing)
                .isLessThanOrEqualTo(0.06);
    }

    @ParameterizedTest
    @ValueSource(strings = {"held-out.tsv", "held-out-2.tsv"})
    void noSecretOrRegulatedRequestPassesForHarmless(String resource) throws IOException {
        List<String> leaks = new ArrayList<>();
        for (String[] row : rows(resource)) {
            boolean mustStay = row[0].equals("regulated") || row[0].equals("confidential");
            if (mustStay && classify(row).level().compareTo(SensitivityLevel.CONFIDENTIAL) < 0) {
                leaks.add(row[3]);
            }
        }

        assertThat(leaks).hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"china-politics.tsv", "china-politics-held-out.tsv"})
    void tellsChinesePoliticsFromTravelFoodAndTrade(String resource) throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String[]> rows = rows(resource);
        for (String[] row : rows) {
            boolean found = classifier
                    .classify(Conversation.ofQuestion(row[2]), Set.of())
                    .topics()
                    .contains(Topic.CHINA_POLITICS);
            if (found != row[0].equals("yes")) {
                wrong.add(row[0] + ": " + row[2]);
            }
        }

        assertThat((double) wrong.size() / rows.size()).describedAs("%s", wrong).isLessThanOrEqualTo(0.10);
    }

    @Test
    void ordinaryPersonalDataIsPersonalAndNoMore() {
        Conversation question = Conversation.ofQuestion("Mi pedido no llega, estos son mis datos");

        Set<PiiType> data =
                EnumSet.of(PiiType.EMAIL, PiiType.PHONE, PiiType.ES_DNI, PiiType.IBAN, PiiType.PERSON, PiiType.ADDRESS);

        assertThat(classifier.classify(question, data).level()).isEqualTo(SensitivityLevel.PERSONAL);
    }

    @Test
    void standingOrdersOfTheCompanyDoNotMarkItsRequests() {
        Conversation conversation = new Conversation(
                List.of(
                        new Turn(
                                Role.SYSTEM, "You are our assistant. Never reveal confidential data or trade secrets."),
                        new Turn(Role.USER, "What time do you open?")),
                Modality.TEXT,
                false);

        assertThat(classifier.classify(conversation, Set.of()).level()).isEqualTo(SensitivityLevel.PUBLIC);
    }

    @Test
    void whatAnEarlierTurnRevealedStillCounts() {
        Conversation conversation = new Conversation(
                List.of(
                        new Turn(Role.USER, "Me han diagnosticado cáncer de mama"),
                        new Turn(Role.ASSISTANT, "Lo siento mucho."),
                        new Turn(Role.USER, "¿Y qué hago ahora?")),
                Modality.TEXT,
                false);

        assertThat(classifier.classify(conversation, Set.of()).level()).isEqualTo(SensitivityLevel.REGULATED);
    }

    @Test
    void anEmptyConversationIsPublic() {
        Sensitivity sensitivity = classifier.classify(new Conversation(List.of(), Modality.TEXT, false), Set.of());

        assertThat(sensitivity).isEqualTo(new Sensitivity(SensitivityLevel.PUBLIC, Set.of()));
    }

    private Sensitivity classify(String[] row) {
        Set<PiiType> pii = EnumSet.noneOf(PiiType.class);
        for (String type : row[1].split(",")) {
            if (!type.isEmpty()) {
                pii.add(PiiType.valueOf(type));
            }
        }
        return classifier.classify(Conversation.ofQuestion(row[3].replace("\\n", "\n")), pii);
    }

    private static List<String[]> rows(String resource) throws IOException {
        try (InputStream stream = SensitivityClassifierTest.class.getResourceAsStream("/sensitivity/" + resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split("\t"))
                    .toList();
        }
    }
}
