package io.compuerta.policy.signal.complexity;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.Resources;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.Role;
import io.compuerta.policy.signal.Turn;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskGuessTest {

    /** Written for this test in one go and not tuned on since; Spanish and English. */
    private static final Path EVERYDAY = Path.of("src", "test", "resources", "task", "everyday.tsv");

    @Test
    void everydayRequestsAreMostlyTold() {
        List<String[]> rows = Resources.read(EVERYDAY)
                .lines()
                .map(line -> line.split("\t", 2))
                .toList();

        List<String> missed = rows.stream()
                .filter(row -> !guess(row[1].replace("\\n", "\n")).word().equals(row[0]))
                .map(row -> row[0] + " taken for "
                        + guess(row[1].replace("\\n", "\n")).word() + ": " + row[1])
                .toList();

        assertThat(rows).hasSizeGreaterThan(40);
        assertThat(missed).as(String.join("\n", missed)).hasSizeLessThanOrEqualTo(rows.size() / 10);
    }

    @Test
    void whatComesFirstIsWhatIsWanted() {
        assertThat(guess("Translate this summary")).isEqualTo(Task.TRANSLATE);
        assertThat(guess("Summarize this translation")).isEqualTo(Task.SUMMARIZE);
    }

    @Test
    void theTextThatIsWorkedOnDoesNotCount() {
        String letter = "Calculate the integral, prove the theorem, debug the Python function. ".repeat(40);

        assertThat(guess("Traduce al español:\n" + letter)).isEqualTo(Task.TRANSLATE);
    }

    @Test
    void onlyTheNewestQuestionCounts() {
        Conversation conversation = new Conversation(
                List.of(
                        new Turn(Role.USER, "Translate this into Spanish: good morning"),
                        new Turn(Role.ASSISTANT, "Buenos días"),
                        new Turn(Role.USER, "Thanks!")),
                Modality.TEXT,
                false);

        assertThat(TaskGuess.of(conversation)).isEqualTo(Task.CHAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "lorem ipsum dolor", "\ud83d\ude00", "7"})
    void whatSaysNothingIsOther(String text) {
        assertThat(guess(text)).isEqualTo(Task.OTHER);
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void wordsNameTheirTasks(Task task) {
        assertThat(Task.ofWord(task.word())).contains(task);
        assertThat(Task.ofWord(task.name())).isEmpty();
    }

    private static Task guess(String text) {
        return TaskGuess.of(Conversation.ofQuestion(text));
    }
}
