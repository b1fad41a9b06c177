package io.compuerta.gateway.classify;

import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.policy.calibrate.CalibrationFile;
import io.compuerta.policy.calibrate.Calibrations;
import io.compuerta.policy.signal.complexity.ComplexityScorer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How scores become routes.
 *
 * @param calibration a file that {@code router fit} wrote, within the configuration directory unless absolute; without
 *                    one every tenant has the shipped score
 */
@ConfigurationProperties("compuerta.routing")
public record RoutingSettings(@Nullable Path calibration) {

    /**
     * The corrections in force.
     *
     * @throws ConfigFiles.Unreadable when the file named is missing: a correction must not vanish unnoticed
     * @throws io.compuerta.policy.yaml.ConfigException when it has problems, or was fitted for another scorer
     */
    public Calibrations calibrations(ConfigFiles files) {
        if (calibration == null) {
            return Calibrations.none();
        }
        String name = calibration.toString();
        return CalibrationFile.read(files.shown(name), files.text(name), ComplexityScorer.version());
    }
}
