package io.compuerta.gateway.cli.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.accounting.LedgerEntry;
import io.compuerta.gateway.cli.Commands;
import io.compuerta.gateway.testing.Calibration;
import io.compuerta.gateway.testing.LedgerEntries;
import io.compuerta.policy.calibrate.CalibrationFile;
import io.compuerta.policy.calibrate.Calibrations;
import io.compuerta.policy.signal.complexity.ComplexityScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RouterCommandTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void ratingsInTheLedgerAreEvaluatedBesideTheBaselines() throws SQLException {
        Path ledger = folder.resolve("ledger.db");
        LedgerEntries.write(
                ledger,
                chat("a", "local/q", 0.9),
                chat("b", "local/q", 0.2),
                chat("c", "local/q", 0.1),
                chat("d", "acme/big", 0.8));
        LedgerEntries.rate(ledger, "acme", "a", 0);
        LedgerEntries.rate(ledger, "acme", "b", 1);
        LedgerEntries.rate(ledger, "acme", "c", 1);
        LedgerEntries.rate(ledger, "acme", "d", 1);

        Commands.Outcome json = Commands.run(folder, "router", "evaluate", "--json");
        Commands.Outcome page = Commands.run(folder, "router", "evaluate");

        JsonNode found = JSON.readTree(json.out());
        assertThat(found.path("rated").intValue()).isEqualTo(3);
        assertThat(found.path("left_out").toString()).contains("answered by premium");
        assertThat(found.path("auc").doubleValue()).isEqualTo(1);
        assertThat(found.path("apgr").isNull()).isTrue();
        assertThat(found.path("local_share").doubleValue()).isEqualTo(2 / 3.0);
        assertThat(found.path("baselines").path("length").path("auc").doubleValue())
                .isEqualTo(0.5);
        assertThat(found.path("baselines").path("random").path("auc").doubleValue())
                .isEqualTo(0.5);
        assertThat(page.out()).contains("3 rated requests", "complexity", "length", "random", "66.7 % stay here");
    }

    @Test
    void aFileOfJudgedAnswersGivesTheShareOfTheGapRecovered() throws IOException {
        Path judged = Files.writeString(folder.resolve("judged.jsonl"), """
                {"id":"a","score":0.9,"local":0,"premium":1}
                {"id":"b","score":0.1,"local":1,"premium":1}
                {"id":"c","score":0.1,"local":1}
                """);

        Commands.Outcome outcome = Commands.run(folder, "router", "evaluate", "--from", judged.toString(), "--json");

        JsonNode found = JSON.readTree(outcome.out());
        assertThat(found.path("rated").intValue()).isEqualTo(2);
        assertThat(found.path("apgr").doubleValue()).isEqualTo(0.75);
        assertThat(outcome.err()).contains("line 3: 'premium' must be a number");
    }

    @Test
    void aFitThatHelpsIsWrittenWithWhatItWasMadeOf() throws IOException, SQLException {
        rated("acme", 400, score -> Math.min(1, score + 0.35));
        Path output = folder.resolve("calibration.yaml");

        Commands.Outcome outcome = fit("acme", output);

        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out()).contains("400 rated requests", "shipped", "cross-validated", "Written to");
        Calibrations written = CalibrationFile.read("c", Files.readString(output), ComplexityScorer.version());
        assertThat(written.byTenant()).containsOnlyKeys("acme");
        assertThat(written.byTenant().get("acme").rated()).isEqualTo(400);
        assertThat(written.byTenant().get("acme").curve().of(0.3)).isGreaterThan(0.5);
    }

    @Test
    void otherTenantsInTheFileStay() throws IOException, SQLException {
        rated("acme", 400, score -> Math.min(1, score + 0.35));
        Path output = Calibration.write(folder.resolve("calibration.yaml"), "globex", 1, 0.5);

        assertThat(fit("acme", output).exitCode()).isZero();
        Commands.Outcome again = fit("acme", output);

        assertThat(again.out()).contains("takes the place of");
        assertThat(CalibrationFile.read("c", Files.readString(output), ComplexityScorer.version())
                        .byTenant())
                .containsOnlyKeys("acme", "globex");
    }

    @Test
    void aFitThatDoesNotHelpIsRefused() throws SQLException {
        rated("acme", 400, score -> score);
        Path output = folder.resolve("calibration.yaml");

        Commands.Outcome outcome = fit("acme", output);

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).contains("nothing is written");
        assertThat(output).doesNotExist();
    }

    @Test
    void tooFewRatingsAreRefused() throws SQLException {
        rated("acme", 60, score -> score);
        Path output = folder.resolve("calibration.yaml");

        assertThat(fit("acme", output).err()).contains("60 rated requests").contains("at least 200");
        assertThat(fit("globex", output).err()).contains("0 rated requests");
        assertThat(Commands.run(
                                folder,
                                "router",
                                "fit",
                                "--tenant",
                                "acme",
                                "--minimum",
                                "10",
                                "--output",
                                output.toString())
                        .err())
                .contains("--minimum must be at least 50");
        assertThat(output).doesNotExist();
    }

    @Test
    void explainSaysThatACalibrationIsInForce() throws IOException {
        Path config = Files.createDirectory(folder.resolve("config"));
        Files.copy(Commands.CONFIG.resolve("policies.yaml"), config.resolve("policies.yaml"));
        Calibration.write(config.resolve("calibration.yaml"), "acme", 1, 9);
        Files.writeString(config.resolve("application.yaml"), "compuerta.routing.calibration: calibration.yaml\n");

        Commands.Outcome page = explain(config, "--tenant", "acme");
        JsonNode json =
                JSON.readTree(explain(config, "--tenant", "acme", "--json").out());
        JsonNode other =
                JSON.readTree(explain(config, "--tenant", "globex", "--json").out());

        assertThat(page.out()).contains("Calibration").contains("in force").contains("500 rated requests");
        assertThat(json.path("complexity").path("score").doubleValue()).isGreaterThan(0.6);
        assertThat(json.path("complexity").path("shipped").doubleValue()).isLessThan(0.6);
        assertThat(json.path("complexity").path("calibration").asString()).contains("intercept +9.00");
        assertThat(other.path("complexity").has("calibration")).isFalse();
    }

    private Commands.Outcome explain(Path config, String... more) {
        List<String> arguments = new ArrayList<>(List.of("explain", "--config", config.toString()));
        arguments.addAll(List.of(more));
        arguments.add("Hola, ¿a qué hora abrís mañana?");
        return Commands.run(folder, arguments.toArray(String[]::new));
    }

    private Commands.Outcome fit(String tenant, Path output) {
        return Commands.run(folder, "router", "fit", "--tenant", tenant, "--output", output.toString());
    }

    /** Requests whose local answer was worse as often as {@code truth} says of their score. */
    private void rated(String tenant, int count, DoubleUnaryOperator truth) throws SQLException {
        Path ledger = folder.resolve("ledger.db");
        Random random = new Random(11);
        List<LedgerEntry> entries = new ArrayList<>();
        double[] scores = new double[count];
        for (int i = 0; i < count; i++) {
            scores[i] = random.nextDouble();
            entries.add(chat("r" + i, "local/q", scores[i]));
        }
        LedgerEntries.write(ledger, entries);
        Map<String, Double> ratings = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            boolean worse = random.nextDouble() < truth.applyAsDouble(scores[i]);
            ratings.put("r" + i, worse ? 0.0 : 1.0);
        }
        LedgerEntries.rate(ledger, tenant, ratings);
    }

    private static LedgerEntry chat(String id, String model, double complexity) {
        return LedgerEntries.chat(id, NOON, "acme", model, 0, Optional.of(LedgerEntries.signals(complexity)));
    }
}
