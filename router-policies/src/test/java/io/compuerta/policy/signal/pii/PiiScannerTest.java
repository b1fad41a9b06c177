package io.compuerta.policy.signal.pii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PiiScannerTest {
    private final PiiScanner scanner = PiiScanner.standard();

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "?", "hola", "@", "+", "://", "\ud83d", "\udc00 12"})
    void nothingIsFoundInNothing(String text) {
        assertThat(scanner.scan(text)).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> scanner.scan(null)).withMessage("text");
    }

    @Test
    void offsetsCountUtf16UnitsAndSplitNoPair() {
        String text = "😀😀 escribe a 😀nadie@correo.example😀 o llama al 612 345 678😀";

        List<PiiFinding> found = scanner.scan(text);

        assertThat(found)
                .extracting(f -> text.substring(f.start(), f.end()))
                .containsExactly("nadie@correo.example", "612 345 678");
    }

    @Test
    void punctuationStaysOutside() {
        String text = "(nadie@correo.example), «612 345 678»; \"12345678Z\".";

        assertThat(scanner.scan(text))
                .extracting(f -> text.substring(f.start(), f.end()))
                .containsExactly("nadie@correo.example", "612 345 678", "12345678Z");
    }

    @Test
    void findingsComeInOrderAndNeverOverlap() {
        String[] pieces = {
            "12345678Z",
            "ES91 2100 0418 4502 0005 1332",
            "Calle Mayor 5",
            "Ana López",
            "612345678",
            "@",
            ", ",
            ". ",
            " de ",
            "nadie@correo.example",
            "\n",
            "😀",
            "password=",
            "4539148803436467",
            "2001:db8::1",
            "DNI ",
            "é",
            "://",
            "C/ "
        };
        var random = new Random(11);
        for (int round = 0; round < 500; round++) {
            var text = new StringBuilder();
            for (int i = 0; i < 1 + random.nextInt(20); i++) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }

            List<PiiFinding> found = scanner.scan(text.toString());

            int end = 0;
            for (PiiFinding finding : found) {
                assertThat(finding.start()).as("round %d: %s", round, text).isGreaterThanOrEqualTo(end);
                assertThat(finding.end()).isLessThanOrEqualTo(text.length());
                assertThat(Character.isLowSurrogate(text.charAt(finding.start())))
                        .isFalse();
                end = finding.end();
            }
        }
    }

    @Test
    void theSurerFindingWins() {
        PiiDetector unsure = fixed("unsure", new PiiFinding(0, 8, PiiType.PHONE, .5, "unsure"));
        PiiDetector sure = fixed("sure", new PiiFinding(4, 6, PiiType.IP, .9, "sure"));

        List<PiiFinding> found = PiiScanner.of(List.of(unsure, sure)).scan("12345678");

        assertThat(found).extracting(PiiFinding::detector).containsExactly("sure");
    }

    @Test
    void aDetectorOfOnesOwnJoinsTheStandardOnes() {
        var all = new java.util.ArrayList<>(scanner.detectors());
        all.add(fixed("own", new PiiFinding(0, 3, PiiType.ID, 1, "own")));

        assertThat(PiiScanner.of(all).scan("abc nadie@correo.example"))
                .extracting(PiiFinding::type)
                .containsExactly(PiiType.ID, PiiType.EMAIL);
    }

    @Test
    void descriptionsNeverShowTheText() {
        assertThat(new ScannedText("Ana López 12345678Z", Lexicon.standard()).toString())
                .doesNotContain("Ana")
                .doesNotContain("1234");
    }

    private static PiiDetector fixed(String name, PiiFinding finding) {
        return new PiiDetector() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void detect(ScannedText text, Consumer<PiiFinding> found) {
                found.accept(finding);
            }
        };
    }
}
