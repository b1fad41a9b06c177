package io.compuerta.policy.signal.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.Resources;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvasionDetectorTest {

    private static final Path LISTS =
            Path.of("src", "test", "resources", "io", "compuerta", "policy", "signal", "answer");

    static List<String> evasive() {
        return sentences("evasive.txt");
    }

    static List<String> straight() {
        return sentences("straight.txt");
    }

    @ParameterizedTest
    @MethodSource("evasive")
    void anEvasionIsFoundWhetherOrNotTheAnswerEndsThere(String answer) {
        assertThat(EvasionDetector.find(answer, true)).contains(Evasion.REFUSAL);
        assertThat(EvasionDetector.find(answer, false)).contains(Evasion.REFUSAL);
    }

    @ParameterizedTest
    @MethodSource("straight")
    void anAnswerThatSaysSomethingIsLeftAlone(String answer) {
        assertThat(EvasionDetector.find(answer, true)).isEmpty();
        assertThat(EvasionDetector.find(answer, false)).isEmpty();
    }

    @Test
    void theListsAreAsLongAsTheyClaim() {
        assertThat(evasive()).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
        assertThat(straight()).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
    }

    @Test
    void caseAccentsAndCurlyApostrophesMakeNoDifference() {
        assertThat(EvasionDetector.find("LO SIENTO, NO PUEDO AYUDARTE", true)).contains(Evasion.REFUSAL);
        assertThat(EvasionDetector.find("no lo se", true)).contains(Evasion.REFUSAL);
        assertThat(EvasionDetector.find("I’m not sure", true)).contains(Evasion.REFUSAL);
    }

    @Test
    void aWordThatMayGoOnDoesNotCountYet() {
        assertThat(EvasionDetector.find("No se que", true)).contains(Evasion.REFUSAL);
        assertThat(EvasionDetector.find("No se que", false)).isEmpty();
        assertThat(EvasionDetector.find("No se quede con la duda", true)).isEmpty();
    }

    @Test
    void aRefusalFarInsideALongAnswerIsPartOfIt() {
        String answer = "The museum opens at nine and closes at six. ".repeat(4) + "I can't help with that, it says.";

        assertThat(EvasionDetector.find(answer, true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n\t", "...", "—", "  .  "})
    void nothingIsEmptyOnlyWhenTheAnswerEndsThere(String answer) {
        assertThat(EvasionDetector.find(answer, true)).contains(Evasion.EMPTY);
        assertThat(EvasionDetector.find(answer, false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The answer is the the the the the the the",
                "El total es el total es el total es el total es el total es",
                "I think that we should think that we should think that we should think that we",
                "Primero abre el menú de ajustes. Primero abre el menú de ajustes. Primero abre el menú de ajustes.",
                "ok ok ok ok ok ok ok ok ok"
            })
    void aLoopIsARepetition(String answer) {
        assertThat(EvasionDetector.find(answer, false)).contains(Evasion.REPETITION);
    }

    @Test
    void aRepetitionThatTheAnswerHasLeftBehindIsForgiven() {
        Optional<Evasion> found =
                EvasionDetector.find("No, no, no, no, no, no, no, not that one: take the second", false);

        assertThat(found).isEmpty();
    }

    private static List<String> sentences(String resource) {
        return Resources.read(LISTS.resolve(resource))
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }
}
