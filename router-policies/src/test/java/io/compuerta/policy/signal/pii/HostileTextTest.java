package io.compuerta.policy.signal.pii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A megabyte built to send a pattern back and forth must end. The limit only stops a hang: quadratic work takes hours. */
class HostileTextTest {
    private static final int LENGTH = 1_000_000;
    private static final Duration HANG = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1 ",
                "1-",
                "1.",
                "(1",
                "+1 ",
                "12345678 ",
                "a",
                "A",
                "Aa ",
                "a@",
                "@a.",
                "a.b@c.d",
                "://",
                "://a:",
                "=",
                "eyJ.",
                "-----BEGIN ",
                "-----BEGIN PRIVATE KEY-----",
                "::",
                "1:",
                "ab:",
                "1.1.",
                "calle ",
                "calle a ",
                "C/ ",
                "1 a ",
                "1 A ",
                "Ana ",
                "Ana, ",
                "Ana de ",
                "password: ",
                "password=a",
                "born ",
                "born 1 ",
                "DNI ",
                "DNI 1 ",
                "ES",
                "ES1",
                "ES91 2100 ",
                "\n",
                "😀",
                "\u0301",
                "é",
                "NHC ",
                "cliente nº ",
                "usuario: a_",
                "Piso 1 ",
                ", 28013 Madrid",
                "5 Oak Lane, A",
                "sk-",
                "x=sk-a1",
                "May 1 ",
                "A.",
                "a.b.",
                "Zutano zutano ",
                "Ana Zutano Zutano, ",
                "Lindenallee 1 ",
                "the Zutano ",
                "ABC ABC 1",
                "usuario es a ",
                "paciente \"",
                "ley de Zutano "
            })
    void aMegabyteEnds(String piece) {
        String text = piece.repeat(LENGTH / piece.length());

        List<PiiFinding> found =
                assertTimeoutPreemptively(HANG, () -> PiiScanner.standard().scan(text));

        assertThat(found).allSatisfy(f -> assertThat(f.end()).isLessThanOrEqualTo(text.length()));
    }
}
