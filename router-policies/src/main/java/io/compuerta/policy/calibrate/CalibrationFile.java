package io.compuerta.policy.calibrate;

import io.compuerta.policy.yaml.ConfigException;
import io.compuerta.policy.yaml.YamlDocument;
import io.compuerta.policy.yaml.YamlMapping;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads and writes {@code calibration.yaml}; {@code docs/routing.md} shows one. */
public final class CalibrationFile {

    private static final int VERSION = 1;
    private static final String PLATT = "platt";
    private static final BigDecimal MOST_LOSS = BigDecimal.valueOf(100);

    private CalibrationFile() {}

    /**
     * Reads a file's text.
     *
     * @param file   the name shown in problems; nothing is opened
     * @param scorer the version of the scorer that will be corrected: a calibration of another's scores is a problem
     * @throws ConfigException with every problem found
     */
    public static Calibrations read(String file, String text, String scorer) {
        YamlDocument yaml = YamlDocument.parse(file, text);
        YamlMapping root = yaml.root().allow("version", "tenants").version(VERSION);
        Map<String, TenantCalibration> tenants = new TreeMap<>();
        root.mapping("tenants").children().forEach((tenant, entry) -> tenants.put(tenant, tenant(entry, scorer)));
        return yaml.orThrow(() -> new Calibrations(tenants));
    }

    private static TenantCalibration tenant(YamlMapping entry, String scorer) {
        entry.allow("method", "slope", "intercept", "scorer", "fitted", "from", "to", "rated", "before", "after");
        if (!entry.text("method").equals(PLATT) && entry.has("method")) {
            entry.problemAt("method", "'method' must be platt");
        }
        String fittedFor = entry.text("scorer");
        if (!fittedFor.isEmpty() && !fittedFor.equals(scorer)) {
            entry.problemAt(
                    "scorer",
                    "it corrects the scores of scorer '" + fittedFor + "', and this version's is '" + scorer
                            + "'; fit again with: ./compuerta router fit");
        }
        return new TenantCalibration(
                new PlattCurve(
                        decimal(entry, "slope", PlattCurve.LEAST_SLOPE, PlattCurve.GREATEST_SLOPE),
                        decimal(entry, "intercept", -PlattCurve.GREATEST_INTERCEPT, PlattCurve.GREATEST_INTERCEPT)),
                fittedFor,
                entry.date("fitted"),
                entry.date("from"),
                entry.date("to"),
                (int) entry.integer("rated", 1, Integer.MAX_VALUE),
                fit(entry.mapping("before")),
                fit(entry.mapping("after")));
    }

    private static double decimal(YamlMapping entry, String key, double least, double most) {
        return entry.decimal(key, BigDecimal.valueOf(least), BigDecimal.valueOf(most))
                .doubleValue();
    }

    private static Fit fit(YamlMapping entry) {
        entry.allow("brier", "log-loss");
        return new Fit(
                entry.decimal("brier", BigDecimal.ZERO, BigDecimal.ONE).doubleValue(),
                entry.decimal("log-loss", BigDecimal.ZERO, MOST_LOSS).doubleValue());
    }

    /** The text that {@link #read} takes. */
    public static String write(Calibrations calibrations) {
        StringBuilder text = new StringBuilder("""
                # Corrections of the complexity score, by tenant. Written by "compuerta router fit"; in force only when
                # application.yaml names this file: compuerta.routing.calibration
                version: 1
                tenants:
                """);
        calibrations.byTenant().forEach((tenant, known) -> text.append(entry(tenant, known)));
        return text.toString();
    }

    private static String entry(String tenant, TenantCalibration known) {
        return String.format(
                Locale.ROOT,
                """
                  "%s":
                    method: platt
                    slope: %.6f
                    intercept: %.6f
                    scorer: "%s"
                    fitted: "%s"
                    from: "%s"
                    to: "%s"
                    rated: %d
                    before: { brier: %.4f, log-loss: %.4f }
                    after: { brier: %.4f, log-loss: %.4f }   # cross-validated
                """,
                tenant.replace("\\", "\\\\").replace("\"", "\\\""),
                known.curve().slope(),
                known.curve().intercept(),
                known.scorer(),
                known.fitted(),
                known.from(),
                known.to(),
                known.rated(),
                known.before().brier(),
                known.before().logLoss(),
                known.after().brier(),
                known.after().logLoss());
    }
}
