package io.compuerta.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Characters from bytes and stop strings, under any cutting into pieces. */
class TextPiecesTest {

    private static final String TEXT = "¿Año nuevo? 東京 — naïve 👩‍🚀, fin.";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 100})
    void charactersAreNeverSplit(int step) {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        CharacterAssembler assembler = new CharacterAssembler();
        StringBuilder whole = new StringBuilder();
        for (int from = 0; from < bytes.length; from += step) {
            String piece = assembler.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + step)));
            assertThat(piece).doesNotContain("\uFFFD");
            assertThat(piece.isEmpty() || !Character.isHighSurrogate(piece.charAt(piece.length() - 1)))
                    .isTrue();
            whole.append(piece);
        }
        whole.append(assembler.finish());

        assertThat(whole).hasToString(TEXT);
    }

    @Test
    void bytesThatAreNoCharacterBecomeReplacements() {
        CharacterAssembler assembler = new CharacterAssembler();

        assertThat(assembler.add(new byte[] {'a', (byte) 0xC3})).isEqualTo("a");
        assertThat(assembler.add(new byte[] {'b'})).isEqualTo("\uFFFDb");
        assertThat(assembler.add(new byte[] {(byte) 0xF0, (byte) 0x9F})).isEmpty();
        assertThat(assembler.finish()).isEqualTo("\uFFFD");
    }

    @Test
    void stopStringsAreFoundUnderAnyCutting() {
        Random random = new Random(5);
        for (int run = 0; run < 500; run++) {
            StringBuilder text = new StringBuilder();
            for (int index = 0; index < 40; index++) {
                text.append("abE".charAt(random.nextInt(3)));
            }
            List<String> stops = List.of("EaE", "bbbb");
            int first = stops.stream()
                    .mapToInt(text::indexOf)
                    .filter(at -> at >= 0)
                    .min()
                    .orElse(-1);
            StopStrings watcher = new StopStrings(stops);
            StringBuilder shown = new StringBuilder();
            for (int from = 0; from < text.length() && !watcher.met(); ) {
                int to = Math.min(text.length(), from + 1 + random.nextInt(2));
                shown.append(watcher.add(text.substring(from, to)));
                from = to;
            }
            boolean met = watcher.met();
            shown.append(watcher.finish());

            assertThat(met).as("run %d: %s", run, text).isEqualTo(first >= 0);
            assertThat(shown)
                    .as("run %d: %s", run, text)
                    .hasToString(first < 0 ? text.toString() : text.substring(0, first));
        }
    }

    @Test
    void onlyWhatCouldBecomeAStopStringIsHeldBack() {
        StopStrings watcher = new StopStrings(List.of("STOP"));

        assertThat(watcher.add("go ST")).isEqualTo("go ");
        assertThat(watcher.add("ART")).isEqualTo("START");
        assertThat(watcher.add(" STO")).isEqualTo(" ");
        assertThat(watcher.add("P it")).isEmpty();
        assertThat(watcher.met()).isTrue();
        assertThat(watcher.add("more")).isEmpty();
    }
}
