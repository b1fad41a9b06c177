package io.compuerta.policy.signal.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WindowsTest {

    /** Running sums in which the words {@code from..to} weigh one and the others nothing. */
    private static double[] heavy(int count, int from, int to) {
        double[] sums = new double[count + 1];
        for (int w = 0; w < count; w++) {
            sums[w + 1] = sums[w] + (w >= from && w < to ? 1 : 0);
        }
        return sums;
    }

    @Test
    void theGravestSentenceIsFound() {
        Words words = Words.of("One two three four five six. Bad bad bad bad bad bad. One two three four five six.");

        Windows windows = new Windows(words, heavy(words.count(), 6, 12));

        assertThat(windows.sentenceFrom()).isEqualTo(6);
        assertThat(windows.sentenceTo()).isEqualTo(12);
        assertThat(windows.sentence()).isEqualTo(6 / Math.sqrt(6), Offset.offset(1e-9));
        assertThat(windows.whole()).isLessThan(windows.sentence());
    }

    @Test
    void sentencesAreCounted() {
        Words words = Words.of("One two three four five six. Bad bad bad bad bad bad. One two three four five six.");

        assertThat(new Windows(words, heavy(words.count(), 0, 1)).sentences()).isEqualTo(3);
        assertThat(new Windows(Words.of("One two."), new double[3]).sentences()).isEqualTo(1);
    }

    @Test
    void aLongTextDoesNotDiluteItsGravestRow() {
        Words words = Words.of("word ".repeat(1000));

        Windows windows = new Windows(words, heavy(1000, 500, 520));

        assertThat(windows.row()).isEqualTo(20 / Math.sqrt(Windows.ROW), Offset.offset(1e-9));
        assertThat(windows.rowFrom()).isBetween(460, 520);
    }

    @Test
    void oneLoadedWordIsNoAttack() {
        Words words = Words.of("hack");

        assertThat(new Windows(words, heavy(1, 0, 1)).sentence()).isLessThan(0.5);
    }

    @Test
    void sentencesEndAtMarksAndLinesButNotInsideAddressesAndNumbers() {
        Words words = Words.of("Visit example.com for 3.5 euros. Then\nleave");

        assertThat(words.breakBefore(2)).as("com").isFalse();
        assertThat(words.breakBefore(5)).as("5").isFalse();
        assertThat(words.breakBefore(7)).as("Then").isTrue();
        assertThat(words.breakBefore(8)).as("leave").isTrue();
    }
}
