package io.compuerta.gateway.cli.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiScanner;
import io.compuerta.policy.signal.pii.PiiType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file read in pieces must be the same as a file read whole. */
class TextFileTest {

    private static final String[] PARTS = {
        "ana.ruiz@correo.example",
        "12345678Z",
        "ES91 2100 0418 4502 0005 1332",
        "192.168.17.4",
        "\n",
        " ",
        "\r\n",
        "palabras sin nada ",
        "😀",
        "é漢",
        ", ",
        "sk-abcdefghijklmnop1234567890 ",
        "line after line\n"
    };

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void findingsAndPlacesAreThoseOfTheWholeTextWhereverItIsCut(long seed) throws IOException, NotTextException {
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            StringBuilder text = new StringBuilder();
            int parts = random.nextInt(120);
            for (int p = 0; p < parts; p++) {
                text.append(PARTS[random.nextInt(PARTS.length)]);
            }
            Path file = Files.writeString(directory.resolve("text"), text);

            List<String> whole = found(file, TextFile.Cut.USUAL);
            List<String> cut = found(file, new TextFile.Cut(40 + random.nextInt(100), 100, 120));

            assertThat(cut).as("seed %d, case %d", seed, i).isEqualTo(whole);
            assertThat(whole).isEqualTo(expected(text.toString()));
        }
    }

    @Test
    void aFindingLongerThanAPieceIsReportedOnce() throws IOException, NotTextException {
        String key = "-----BEGIN PRIVATE KEY-----\n" + "MIIabc123\n".repeat(50) + "-----END PRIVATE KEY-----\n";
        Path file = Files.writeString(directory.resolve("key.pem"), "x\n".repeat(30) + key + "tail\n".repeat(30));

        assertThat(found(file, new TextFile.Cut(64, 32, 1_000)))
                .singleElement()
                .satisfies(found -> assertThat(found).startsWith("SECRET 31:1"));
    }

    @Test
    void aByteOrderMarkIsNoText() throws IOException, NotTextException {
        Path file = directory.resolve("text");
        Files.write(file, "\uFEFFana.ruiz@correo.example".getBytes(StandardCharsets.UTF_8));

        assertThat(found(file, TextFile.Cut.USUAL))
                .singleElement()
                .satisfies(found -> assertThat(found).startsWith("EMAIL 1:1 "));
    }

    @Test
    void anEmptyFileHasNoPieces() throws IOException, NotTextException {
        Path file = Files.createFile(directory.resolve("empty"));

        assertThat(found(file, TextFile.Cut.USUAL)).isEmpty();
    }

    @Test
    void aCharacterCutOffByTheEndIsNoText() throws IOException {
        Path file = directory.resolve("text");
        Files.write(file, new byte[] {'a', (byte) 0xC3});

        assertThatThrownBy(() -> found(file, TextFile.Cut.USUAL))
                .isInstanceOf(NotTextException.class)
                .hasMessageContaining("byte 2");
    }

    @Test
    void otherEncodingsAreNamed() throws IOException {
        Path file = directory.resolve("text");
        Files.write(file, "hola".getBytes(StandardCharsets.UTF_16));

        assertThatThrownBy(() -> found(file, TextFile.Cut.USUAL)).hasMessageContaining("UTF-16");
    }

    private static List<String> found(Path path, TextFile.Cut cut) throws IOException, NotTextException {
        Target target = new Target(Optional.of(path), path.toString(), true, 0);
        PieceScan scan = new PieceScan(TextFileTest::detected, EnumSet.allOf(PiiType.class), 0, false);
        Listing listing = new Listing();
        ScanSink sink = new ScanSink(listing, new ScanTally());
        try (TextFile file = TextFile.open(target, cut)) {
            for (ScanItem piece = file.next(); piece != null; piece = file.next()) {
                sink.accept(scan.apply(piece));
            }
        }
        return listing.found;
    }

    /** Without those that depend on the words of a whole text: a name is told from the case of all others. */
    private static List<PiiFinding> detected(String text) {
        return PiiScanner.standard().scan(text).stream()
                .filter(found ->
                        found.type() == PiiType.EMAIL || found.type() == PiiType.IBAN || found.type() == PiiType.SECRET)
                .toList();
    }

    private static List<String> expected(String text) {
        List<String> expected = new ArrayList<>();
        for (PiiFinding found : detected(text)) {
            String before = text.substring(0, found.start());
            int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
            int lineStart = before.lastIndexOf('\n') + 1;
            expected.add(found.type() + " " + line + ":" + (before.codePointCount(lineStart, before.length()) + 1) + " "
                    + (before.length() - lineStart + 1) + " " + before.codePointCount(0, before.length()) + ".."
                    + text.codePointCount(0, found.end()));
        }
        return expected;
    }

    private static final class Listing implements ScanReport {

        private final List<String> found = new ArrayList<>();

        @Override
        public void found(Target target, FileFinding finding) {
            found.add(finding.found().type() + " " + finding.start().line() + ":"
                    + finding.start().column() + " " + finding.start().unit() + " "
                    + finding.start().offset() + ".." + finding.end().offset());
        }

        @Override
        public void problem(String shown, String why) {
            found.add(why);
        }

        @Override
        public void end(ScanTally tally) {}
    }
}
