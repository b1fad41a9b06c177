package io.compuerta.gateway.testing;

import io.compuerta.policy.calibrate.CalibrationFile;
import io.compuerta.policy.signal.complexity.ComplexityScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes calibration files. */
public final class Calibration {

    private Calibration() {}

    public static Path write(Path file, String tenant, double slope, double intercept) throws IOException {
        String text = """
                version: 1
                tenants:
                  %s:
                    method: platt
                    slope: %s
                    intercept: %s
                    scorer: "%s"
                    fitted: 2026-11-22
                    from: 2026-11-01
                    to: 2026-11-21
                    rated: 500
                    before: { brier: 0.2, log-loss: 0.6 }
                    after: { brier: 0.1, log-loss: 0.5 }
                """.formatted(tenant, slope, intercept, ComplexityScorer.version());
        // A broken example would make its tests pass or fail for the wrong reason.
        CalibrationFile.read("the test's own file", text, ComplexityScorer.version());
        return Files.writeString(file, text);
    }
}
