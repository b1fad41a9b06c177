package io.compuerta.gateway.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void theLastLineNeedsNoEnd() throws IOException {
        assertThat(texts(lines("a\n\nb", 10))).containsExactly("a", "", "b");
        assertThat(texts(lines("a\n", 10))).containsExactly("a");
        assertThat(lines("", 10)).isEmpty();
    }

    @Test
    void aByteOrderMarkIsNotText() throws IOException {
        assertThat(texts(lines("\uFEFF{}\n\uFEFF", 10))).containsExactly("{}", "\uFEFF");
    }

    @Test
    void aLineThatIsTooLongIsReadPastWithoutBeingKept() throws IOException {
        List<Lines.Line> lines = lines("x".repeat(500_000) + "\nshort\n", 100);

        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst().tooLong()).isTrue();
        assertThat(lines.getFirst().isBlank()).isFalse();
        assertThat(lines.getFirst().bytes()).isEmpty();
        assertThat(texts(lines).getLast()).isEqualTo("short");
    }

    @Test
    void linesAcrossBufferBordersAreWhole() throws IOException {
        Random random = new Random(11);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            expected.add("é".repeat(random.nextInt(3_000)));
        }

        assertThat(texts(lines(String.join("\n", expected) + "\n", 1 << 20))).isEqualTo(expected);
    }

    private static List<Lines.Line> lines(String text, int longest) throws IOException {
        Lines lines = new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), longest);
        List<Lines.Line> all = new ArrayList<>();
        for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
            assertThat(line.number()).isEqualTo(all.size() + 1L);
            all.add(line);
        }
        return all;
    }

    private static List<String> texts(List<Lines.Line> lines) {
        return lines.stream()
                .map(line -> new String(line.bytes(), StandardCharsets.UTF_8))
                .toList();
    }
}
