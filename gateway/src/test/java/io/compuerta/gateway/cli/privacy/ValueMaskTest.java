package io.compuerta.gateway.cli.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.signal.pii.PiiType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueMaskTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EMAIL | ines@correo.example | i***@c***",
                "PERSON | Lucía Fernández de la Torre | L*** F*** d***",
                "PERSON | 王小明 | 王***",
                "ADDRESS | Calle Mayor 5, 28013 Madrid | C*** M*** 5***",
                "ES_DNI | 12345678Z | 12***",
                "IBAN | ES91 2100 0418 4502 0005 1332 | ES***",
                "ID | 4821 | ***",
                "SECRET | sk-abcdefghijklmnop1234567890 | ***",
                "USERNAME | @ana_ruiz | a*** r***"
            })
    void enoughIsShownToKnowItAgain(PiiType type, String value, String masked) {
        assertThat(ValueMask.of(type, value)).isEqualTo(masked);
    }
}
