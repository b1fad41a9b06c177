package io.compuerta.policy.signal.pii;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A check character is there to tell one value from its neighbours: of all values for it, exactly one is right. */
class ChecksumsTest {
    private static final String DIGITS = "0123456789";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    static Stream<Arguments> schemes() {
        return Stream.of(
                Arguments.of("DNI", "dddddddd", LETTERS, (Predicate<String>) Checksums::dni),
                Arguments.of("NIE", "Xddddddd", LETTERS, (Predicate<String>) Checksums::nie),
                Arguments.of("CIF with a digit", "Addddddd", DIGITS, (Predicate<String>) Checksums::cif),
                Arguments.of("CIF with a letter", "Pddddddd", LETTERS, (Predicate<String>) Checksums::cif),
                Arguments.of("Luhn", "4dddddddddddddd", DIGITS, (Predicate<String>) Checksums::luhn),
                Arguments.of("CLABE", "0dddddddddddddddd", DIGITS, (Predicate<String>) Checksums::clabe),
                Arguments.of("RUT", "dddddddd", DIGITS + "K", (Predicate<String>) Checksums::rut),
                Arguments.of("NIT", "8dddddddd", DIGITS, (Predicate<String>) Checksums::nit),
                Arguments.of("RUC", "20dddddddd", DIGITS, (Predicate<String>) Checksums::ruc),
                Arguments.of("NIF of Portugal", "1ddddddd", DIGITS, (Predicate<String>) Checksums::portugueseNif),
                Arguments.of("CURP", "GOMC850312HDFNRR0", DIGITS, (Predicate<String>) Checksums::curp),
                Arguments.of(
                        "codice fiscale", "RSSMRA85T10A562", LETTERS, (Predicate<String>) Checksums::codiceFiscale));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("schemes")
    void exactlyOneCheckCharacterIsRight(String name, String stem, String candidates, Predicate<String> check) {
        var random = new Random(7);
        for (int round = 0; round < 200; round++) {
            var value = new StringBuilder();
            for (char c : stem.toCharArray()) {
                value.append(c == 'd' ? (char) ('0' + random.nextInt(10)) : c);
            }

            long right = candidates
                    .chars()
                    .filter(c -> check.test(value.toString() + (char) c))
                    .count();

            assertThat(right).as("%s %s", name, value).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("ibans")
    void ibanRejectsAnyChangedDigit(String iban) {
        assertThat(Checksums.iban(iban)).isTrue();
        for (int i = 4; i < iban.length(); i++) {
            if (Character.isDigit(iban.charAt(i))) {
                char other = iban.charAt(i) == '9' ? '0' : (char) (iban.charAt(i) + 1);
                String changed = iban.substring(0, i) + other + iban.substring(i + 1);
                assertThat(Checksums.iban(changed)).as("place %d", i).isFalse();
            }
        }
    }

    static Stream<String> ibans() {
        return Stream.of("ES9121000418450200051332", "GB82WEST12345698765432", "DE89370400440532013000");
    }
}
