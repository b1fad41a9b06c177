package io.compuerta.gateway.cli.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.compuerta.gateway.cli.Commands;
import io.compuerta.policy.signal.pii.PiiType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PrivacyScanCommandTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String MAIL = "ines.roldan@correo.example";

    @TempDir
    private Path directory;

    @Test
    void peopleSeePlaceTypeAndMaskedValue() throws IOException {
        Path file = write("notes.txt", "nothing here\nplease write to " + MAIL + " today\n");

        var outcome = scan(file.toString());

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains(file + ":2:17: EMAIL 1.00 emails")
                .contains("    please write to i***@c*** today")
                .containsPattern("EMAIL +1 +1")
                .doesNotContain("roldan")
                .doesNotContain("\u001b");
    }

    @Test
    void valuesAreShownOnlyWhenAskedFor() throws IOException {
        Path file = write("notes.txt", "please write to " + MAIL);

        assertThat(scan(file.toString(), "--json").out()).doesNotContain(MAIL);
        assertThat(scan(file.toString(), "--show").out()).contains(MAIL);
        assertThat(scan(file.toString(), "--json", "--show").out()).contains("\"value\":\"" + MAIL + "\"");
    }

    @Test
    void oneFindingDoesNotShowTheValueOfAnotherInItsLine() throws IOException {
        Path file = write("notes.txt", "DNI 12345678Z, correo " + MAIL + ", clave: hunter2!x");

        String people = scan(file.toString(), "--types", "EMAIL").out();

        assertThat(people).contains("EMAIL").doesNotContain("12345678Z").doesNotContain("hunter2");
    }

    @Test
    void programsGetALineForEachFindingWithCodePoints() throws IOException {
        Path file = write("notes.txt", "uno\r\n😀 " + MAIL + "\r\n");

        List<JsonNode> lines = lines(scan(file.toString(), "--json"));

        assertThat(lines).hasSize(1);
        JsonNode found = lines.getFirst();
        assertThat(found.path("file").stringValue()).isEqualTo(file.toString());
        assertThat(found.path("line").intValue()).isEqualTo(2);
        assertThat(found.path("column").intValue()).isEqualTo(3);
        assertThat(found.path("end_column").intValue()).isEqualTo(3 + MAIL.length());
        assertThat(found.path("start").intValue()).isEqualTo(7);
        assertThat(found.path("end").intValue()).isEqualTo(7 + MAIL.length());
        assertThat(found.path("type").stringValue()).isEqualTo("EMAIL");
        assertThat(found.path("confidence").doubleValue()).isEqualTo(1);
        assertThat(found.path("detector").stringValue()).isEqualTo("emails");
        assertThat(found.path("masked").stringValue()).isEqualTo("i***@c***");
    }

    @Test
    void sarifKeepsToTheStandard() throws IOException {
        Path file = write("notes with blanks.txt", "😀 " + MAIL + "\nkey sk-abcdefghijklmnop1234567890\n");
        Path binary = write("image.bin", "\0\0\0");

        var outcome = scan(file.toString(), binary.toString(), "--sarif");

        assertThat(sarifSchema().validate(outcome.out(), InputFormat.JSON)).isEmpty();
        JsonNode run = JSON.readTree(outcome.out()).path("runs").path(0);
        assertThat(run.path("tool").path("driver").path("rules")).hasSize(PiiType.values().length);
        JsonNode result = run.path("results").path(0);
        JsonNode rule = run.path("tool")
                .path("driver")
                .path("rules")
                .path(result.path("ruleIndex").intValue());
        assertThat(rule.path("id")).isEqualTo(result.path("ruleId"));
        JsonNode place = result.path("locations").path(0).path("physicalLocation");
        // An emoji is two UTF-16 code units, and the standard's columns count those.
        assertThat(place.path("region").path("startColumn").intValue()).isEqualTo(4);
        assertThat(place.path("artifactLocation").path("uri").stringValue())
                .startsWith("file:///")
                .endsWith("notes%20with%20blanks.txt");
        assertThat(run.path("results").path(1).path("level").stringValue()).isEqualTo("error");
        assertThat(run.path("invocations").path(0).path("executionSuccessful").booleanValue())
                .isFalse();
        assertThat(outcome.out()).doesNotContain(MAIL).doesNotContain("abcdefghijklmnop");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void theSchemaOfThisTestRefusesWhatTheStandardRefuses() throws IOException {
        assertThat(sarifSchema().validate("{\"version\":\"2.1.0\",\"runs\":[{\"results\":[]}]}", InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void filesBelowTheWorkingDirectoryHaveRelativeUris() throws IOException {
        Path file = Files.writeString(Path.of("target", "privacy scan test.txt"), MAIL);
        try {
            JsonNode sarif = JSON.readTree(scan(file.toString(), "--sarif").out());
            JsonNode place = sarif.path("runs")
                    .path(0)
                    .path("results")
                    .path(0)
                    .path("locations")
                    .path(0)
                    .path("physicalLocation")
                    .path("artifactLocation");

            assertThat(place.path("uri").stringValue()).isEqualTo("target/privacy%20scan%20test.txt");
            assertThat(place.path("uriBaseId").stringValue()).isEqualTo("%SRCROOT%");
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void findingsFailTheBuildOnlyWhenAsked() throws IOException {
        Path found = write("found.txt", MAIL);
        Path clean = write("clean.txt", "see S3, EKS and C4 in version 1.2.3");

        assertThat(scan(found.toString()).exitCode()).isZero();
        assertThat(scan(found.toString(), "--fail-on-findings").exitCode()).isEqualTo(1);
        assertThat(scan(clean.toString(), "--fail-on-findings").exitCode()).isZero();
        assertThat(scan(found.toString(), "--fail-on-findings", "--types", "iban")
                        .exitCode())
                .isZero();
    }

    @Test
    void whatIsLessSureThanAskedForIsLeftOut() throws IOException {
        Path file = write("notes.txt", MAIL + " met Lucía Fernández Ruiz");

        assertThat(scan(file.toString()).out()).contains("PERSON");
        assertThat(scan(file.toString(), "--min-confidence", "0.95").out())
                .contains("EMAIL")
                .doesNotContain("PERSON");
    }

    @Test
    void directoriesAreWalkedInOrderWithoutWhatToolsMade() throws IOException {
        write("src/b.txt", MAIL);
        write("src/a/.env", "password=hunter2!x");
        write("src/node_modules/x.txt", MAIL);
        write("src/.git/x.txt", MAIL);
        write("src/image.bin", "\0\0\0" + MAIL);

        var outcome = scan(directory.resolve("src").toString(), "--json");
        var everything = scan(directory.resolve("src").toString(), "--json", "--all");

        assertThat(outcome.exitCode()).isZero();
        assertThat(lines(outcome))
                .extracting(line -> line.path("file").stringValue())
                .containsExactly(
                        directory.resolve("src/a/.env").toString(),
                        directory.resolve("src/b.txt").toString());
        assertThat(lines(everything)).hasSize(4);
    }

    @Test
    void whatCannotBeReadAsTextIsSaidAndTheRestIsScanned() throws IOException {
        Path latin = directory.resolve("latin.txt");
        Files.write(latin, "Lucía\n".getBytes(StandardCharsets.ISO_8859_1));
        Path binary = write("image.bin", "\0\0\0");
        Path good = write("good.txt", MAIL);

        var outcome = scan(latin.toString(), binary.toString(), good.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains(latin + " is not UTF-8 text: byte 4 fits no character")
                .contains(binary + " is a binary file");
        assertThat(outcome.out()).contains("i***@c***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json --sarif x", "--types MAIL x", "--min-confidence 2 x", "--no-such-option x", ""})
    void whatIsNotUnderstoodIsUsage(String line) {
        var outcome = scan(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).isNotEmpty();
    }

    @Test
    void aFileThatIsNotThereIsAFailureThatNamesIt() {
        var outcome = scan(directory.resolve("none.txt").toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("there is no file or directory").contains("none.txt");
    }

    @Test
    void findingsGoToAFileThatIsNoneOfThoseRead() throws IOException {
        Path file = write("notes.txt", MAIL);
        Path into = directory.resolve("findings.jsonl");

        var outcome = scan(file.toString(), "--json", "--output", into.toString());
        var overwriting = scan(file.toString(), "--json", "--output", file.toString());

        assertThat(outcome.out()).isEmpty();
        assertThat(Files.readString(into)).contains("\"type\":\"EMAIL\"");
        assertThat(overwriting.exitCode()).isEqualTo(1);
        assertThat(Files.readString(file)).isEqualTo(MAIL);
    }

    @Test
    void whatWouldMoveTheCursorIsNotPrinted() throws IOException {
        Path file = write("notes.txt", "\u001b[2J\u202e" + MAIL + "\u0007\u009b31m");

        assertThat(scan(file.toString()).out())
                .contains("i***@c***")
                .doesNotContain("\u001b", "\u202e", "\u0007", "\u009b");
    }

    @Test
    void ownRecognisersAndAllowListsHoldForTheTenantNamed() throws IOException {
        write("rules/privacy.yaml", """
                version: 1
                recognizers: [ { name: badge, pattern: '\\bBG-[0-9]{5}\\b', confidence: 0.9 } ]
                tenants:
                  acme: { allow: { values: ["soporte@acme.example"] } }
                """);
        Path file = write("notes.txt", "Badge BG-12345 belongs to soporte@acme.example today.");
        String rules = directory.resolve("rules").toString();

        var everybody = scan("--config", rules, "--json", file.toString());
        var acme = scan("--config", rules, "--tenant", "acme", "--json", file.toString());

        assertThat(everybody.out()).contains("\"detector\":\"custom:badge\"").contains("\"type\":\"EMAIL\"");
        assertThat(acme.out()).contains("\"detector\":\"custom:badge\"").doesNotContain("EMAIL");
    }

    private static Schema sarifSchema() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(PrivacyScanCommandTest.class.getResourceAsStream("sarif-part.schema.json"))) {
            String schema = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schema);
        }
    }

    private static List<JsonNode> lines(Commands.Outcome outcome) {
        return outcome.out().lines().map(JSON::readTree).toList();
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, text);
    }

    private Commands.Outcome scan(String... arguments) {
        return Commands.run(
                directory,
                Stream.concat(Stream.of("privacy", "scan"), Arrays.stream(arguments))
                        .toArray(String[]::new));
    }
}
