package io.compuerta.policy.signal.pii;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.signal.LinearWork;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No text makes a detector's work grow faster than the text: long rows of whatever each of its shapes begins with. */
class LinearDetectorsTest {

    private static final List<String> PIECES = List.of(
            "1",
            "1 ",
            "1-",
            "1.",
            "(1",
            "+1 ",
            "12345678 ",
            "1234567890123456 ",
            "a",
            "A",
            "Aa ",
            "a@",
            "@a.",
            "a.b@c.d ",
            "://",
            "://a:b@",
            "=",
            "a=b",
            "eyJ.",
            "-----BEGIN ",
            "-----BEGIN PRIVATE KEY-----",
            "::",
            "1:",
            "ab:",
            "ab-",
            "1.1.",
            "calle ",
            "calle a ",
            "C/ ",
            "1 a ",
            "1 Oak Lane ",
            "Ana ",
            "Ana, ",
            "Ana de ",
            "señor ",
            "password: ",
            "password=a1",
            "usuario: a_",
            "born ",
            "born 1 ",
            "born May 1 ",
            "DNI ",
            "DNI 1 ",
            "ES91 2100 ",
            "NHC ",
            "cliente nº ",
            "Piso 1 ",
            ", 28013 Madrid",
            "sk-",
            "x=sk-a1",
            "AB 12 ",
            "\n",
            "😀",
            "\u0301",
            "¿Sr. ");

    @ParameterizedTest
    @MethodSource("detectors")
    void workGrowsNoFasterThanTheText(PiiDetector detector) {
        for (String piece : PIECES) {
            double growth = LinearWork.growth(piece, text -> {
                List<PiiFinding> found = new ArrayList<>();
                detector.detect(new ScannedText(text, Lexicon.standard()), found::add);
            });

            assertThat(growth)
                    .as("%s over rows of \"%s\"", detector.name(), piece)
                    .isLessThan(LinearWork.LIMIT);
        }
    }

    static List<PiiDetector> detectors() {
        return PiiScanner.standard().detectors();
    }

    /** Findings that all overlap, and findings that none does. */
    @ParameterizedTest
    @ValueSource(
            strings = {"a@b.example ", "ES9121000418450200051332 ", "calle Mayor 5, 28013 Madrid, ", "Ana Ruiz 1 "})
    void choosingAmongManyFindingsIsAsGood(String piece) {
        assertThat(LinearWork.growth(piece, text -> PiiScanner.standard().scan(text)))
                .isLessThan(LinearWork.LIMIT);
    }

    @Test
    void workThatGrowsWithTheSquareIsNoticed() {
        double growth = LinearWork.growth("ab", text -> {
            int pairs = 0;
            for (int i = 0; i < text.length(); i += 4) {
                for (int j = 0; j < i; j += 4) {
                    pairs += text.charAt(i) == text.charAt(j) ? 1 : 0;
                }
            }
            assertThat(pairs).isPositive();
        });

        assertThat(growth).isGreaterThan(LinearWork.LIMIT);
    }
}
