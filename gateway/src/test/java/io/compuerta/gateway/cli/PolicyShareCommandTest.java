package io.compuerta.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class PolicyShareCommandTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path directory;

    @Test
    void plainScoresAreAllDecidedByTheThreshold() throws IOException {
        List<String> lines = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 6_000; i++) {
            double score = i < 3_000 ? 0.3 * random.nextDouble() : 0.4 + 0.3 * random.nextDouble();
            lines.add(String.format(Locale.ROOT, "{\"id\": %d, \"score\": %.6f}", i, score));
        }

        JsonNode report = report(lines);

        assertThat(report.path("requests").intValue()).isEqualTo(6_000);
        assertThat(report.path("eligible").intValue()).isEqualTo(6_000);
        assertThat(report.path("eligible_share").path("least").doubleValue()).isBetween(0.78, 0.80);
        assertThat(report.path("eligible_share").path("most").doubleValue()).isBetween(0.80, 0.82);
        assertThat(report.path("drift_alarms").size()).isEqualTo(1);
        assertThat(report.path("drift_alarms").path(0).intValue()).isBetween(3_010, 3_200);
        assertThat(report.path("path").size()).isEqualTo(12);
    }

    @Test
    void theLinesOfExplainSayWhatTheThresholdDecides() throws IOException {
        Path questions = directory.resolve("questions.jsonl");
        Files.writeString(questions, """
                {"id": 1, "text": "¿Cuál es la política de cancelación?"}
                {"id": 2, "text": "El paciente Juan Pérez, DNI 12345678Z, tiene cáncer y su diagnóstico es grave."}
                {"id": 3, "messages": [{"role": "user", "content": "hola"}], "model": "local"}
                {"id": 4, "text": "Demuestra que hay infinitos primos de la forma 4k+3."}
                """);
        Path explained = directory.resolve("explained.jsonl");
        var outcome =
                Commands.run(directory, "explain", "--input", questions.toString(), "--output", explained.toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();

        JsonNode report = report(Files.readAllLines(explained));

        assertThat(report.path("requests").intValue()).isEqualTo(4);
        assertThat(report.path("eligible").intValue()).isEqualTo(2);
        assertThat(report.path("eligible_share").isNull()).isTrue();
    }

    @Test
    void peopleGetATable() throws IOException {
        Path file = directory.resolve("scores.jsonl");
        Files.write(
                file,
                new Random(4)
                        .doubles(3_000)
                        .mapToObj(x -> "{\"score\": " + x + "}")
                        .toList());

        var outcome = Commands.run(directory, "policy", "share", "--scores", file.toString(), "--window", "1000");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("3,000 requests, of which the threshold decides 3,000")
                .contains("of every 1,000 in a row after the first 500")
                .contains("the scores drifted 0 times")
                .contains("threshold");
    }

    @Test
    void aLineWithoutAScoreIsToldByItsPlaceAndNotByItsWords() throws IOException {
        Path file = directory.resolve("scores.jsonl");
        Files.writeString(file, "{\"score\": 0.3}\n{\"text\": \"secret\"}\n");
        Path broken = directory.resolve("broken.jsonl");
        Files.writeString(broken, "{\"score\": 0.3}\nsecret\n");

        var outcome = Commands.run(directory, "policy", "share", "--scores", file.toString());
        var unreadable = Commands.run(directory, "policy", "share", "--scores", broken.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("scores.jsonl:2: no score").doesNotContain("secret");
        assertThat(unreadable.exitCode()).isEqualTo(1);
        assertThat(unreadable.err()).contains("broken.jsonl:2: not valid JSON").doesNotContain("secret");
    }

    @Test
    void aPolicyWithoutAShareIsToldHowToAskForOne() throws IOException {
        Files.writeString(directory.resolve("policies.yaml"), """
                version: 1
                targets: { local: { engine: qwen } }
                rules: [ { name: rest, route: local } ]
                """);
        Path file = directory.resolve("scores.jsonl");
        Files.writeString(file, "{\"score\": 0.3}\n");

        var outcome = Commands.run(
                directory, "policy", "share", "--scores", file.toString(), "--config", directory.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("share: { local: 0.80 }");
    }

    private JsonNode report(List<String> lines) throws IOException {
        Path file = directory.resolve("lines.jsonl");
        Files.write(file, lines);
        var outcome = Commands.run(directory, "policy", "share", "--scores", file.toString(), "--json");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return JSON.readTree(outcome.out());
    }
}
