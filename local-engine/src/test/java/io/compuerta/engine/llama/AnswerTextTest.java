package io.compuerta.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.TokenLogprob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Log-probabilities stay with the text they belong to. */
class AnswerTextTest {

    private static final String TEXT = "¿Año nuevo? 東京 — naïve 👩‍🚀, fin. And more STOP and after";

    @Test
    void heldBackTextKeepsItsLogprobs() {
        AnswerText text = new AnswerText(List.of("STOP"));

        assertThat(text.add(bytes("go ST"), logprob(1))).isEqualTo(new AnswerText.Piece("go ", List.of(logprob(1))));
        assertThat(text.add(bytes("O"), logprob(2))).isEqualTo(new AnswerText.Piece("", List.of()));
        assertThat(text.add(bytes("RE"), logprob(3)))
                .isEqualTo(new AnswerText.Piece("STORE", List.of(logprob(2), logprob(3))));
    }

    @Test
    void textCutByAStopStringTakesItsLogprobsAlong() {
        AnswerText text = new AnswerText(List.of("STOP"));
        text.add(bytes("go S"), logprob(1));
        text.add(bytes("T"), logprob(2));
        AnswerText.Piece last = text.add(bytes("OP and on"), logprob(3));

        assertThat(last).isEqualTo(new AnswerText.Piece("", List.of()));
        assertThat(text.isStopped()).isTrue();
        assertThat(text.finish()).isEqualTo(new AnswerText.Piece("", List.of()));
    }

    @Test
    void halfCharactersWaitForTheOtherHalf() {
        AnswerText text = new AnswerText(List.of());
        byte[] euro = bytes("€");

        assertThat(text.add(Arrays.copyOf(euro, 1), logprob(1))).isEqualTo(new AnswerText.Piece("", List.of()));
        assertThat(text.add(Arrays.copyOfRange(euro, 1, 3), logprob(2)))
                .isEqualTo(new AnswerText.Piece("€", List.of(logprob(1), logprob(2))));
        assertThat(text.add(Arrays.copyOf(euro, 2), logprob(3)).logprobs()).isEmpty();
        assertThat(text.finish()).isEqualTo(new AnswerText.Piece("\uFFFD", List.of(logprob(3))));
    }

    @Test
    void tokensWithoutTextAreNotLost() {
        AnswerText text = new AnswerText(List.of());
        text.add(bytes("a"), logprob(1));
        text.add(new byte[0], logprob(2));

        assertThat(text.finish()).isEqualTo(new AnswerText.Piece("", List.of(logprob(2))));
    }

    @Test
    void underAnyCuttingEveryTokenThatIsShownHasItsLogprobOnce() {
        Random random = new Random(3);
        byte[] bytes = bytes(TEXT);
        int shownBytes = bytes(TEXT.substring(0, TEXT.indexOf("STOP"))).length;
        for (int run = 0; run < 500; run++) {
            AnswerText text = new AnswerText(List.of("STOP", "never"));
            StringBuilder shown = new StringBuilder();
            List<TokenLogprob> told = new ArrayList<>();
            int expected = 0;
            int token = 0;
            for (int from = 0; from < bytes.length && !text.isStopped(); token++) {
                int to = Math.min(bytes.length, from + 1 + random.nextInt(6));
                expected += from < shownBytes ? 1 : 0;
                AnswerText.Piece piece = text.add(Arrays.copyOfRange(bytes, from, to), logprob(token));
                shown.append(piece.text());
                told.addAll(piece.logprobs());
                from = to;
            }

            assertThat(shown).as("run %d", run).hasToString(TEXT.substring(0, TEXT.indexOf("STOP")));
            assertThat(told).as("run %d", run).hasSize(expected);
            for (int index = 0; index < told.size(); index++) {
                assertThat(told.get(index)).isEqualTo(logprob(index));
            }
        }
    }

    private static TokenLogprob logprob(int token) {
        return new TokenLogprob(new byte[] {(byte) token}, -token, List.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
