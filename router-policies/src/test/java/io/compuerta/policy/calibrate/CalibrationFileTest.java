package io.compuerta.policy.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.compuerta.policy.signal.complexity.Complexity;
import io.compuerta.policy.yaml.ConfigException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationFileTest {

    private static final TenantCalibration ACME = new TenantCalibration(
            new PlattCurve(0.8, 0.5),
            "123456789012",
            LocalDate.parse("2026-11-22"),
            LocalDate.parse("2026-11-01"),
            LocalDate.parse("2026-11-21"),
            512,
            new Fit(0.21, 0.63),
            new Fit(0.19, 0.58));

    @Test
    void whatIsWrittenIsReadBack() {
        Calibrations written = Calibrations.none().with("acme", ACME).with("say \"hi\" \\", ACME);

        Calibrations read = CalibrationFile.read("c.yaml", CalibrationFile.write(written), "123456789012");

        assertThat(read).isEqualTo(written);
    }

    @Test
    void correctsTheTenantsShippedScoreAndNobodyElses() {
        Calibrations calibrations = Calibrations.none().with("acme", ACME);
        Complexity judged = new Complexity(0.55, Complexity.Label.SIMPLE, List.of("proof"));

        Complexity corrected = calibrations.apply("acme", judged);

        assertThat(corrected.score())
                .isCloseTo(ACME.curve().of(0.55), within(1e-12))
                .isGreaterThan(0.6);
        assertThat(corrected.label()).isEqualTo(Complexity.Label.COMPLEX);
        assertThat(corrected.shipped()).isEqualTo(0.55);
        assertThat(corrected.reasons()).containsExactly("proof");
        assertThat(calibrations.apply("acme", corrected)).isEqualTo(corrected);
        assertThat(calibrations.apply("globex", judged)).isEqualTo(judged);
    }

    @Test
    void aCalibrationOfAnotherScorerIsAProblemWithItsLine() {
        String text = CalibrationFile.write(Calibrations.none().with("acme", ACME));

        assertThatThrownBy(() -> CalibrationFile.read("c.yaml", text, "ffffffffffff"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("c.yaml:9:")
                .hasMessageContaining("router fit");
    }

    @Test
    void mistakesAreNamed() {
        String text = CalibrationFile.write(Calibrations.none().with("acme", ACME))
                .replace("slope: 0.800000", "slope: -1")
                .replace("platt", "magic");

        assertThatThrownBy(() -> CalibrationFile.read("c.yaml", text, "123456789012"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'slope' must lie between 0.1 and 10")
                .hasMessageContaining("'method' must be platt");
    }
}
