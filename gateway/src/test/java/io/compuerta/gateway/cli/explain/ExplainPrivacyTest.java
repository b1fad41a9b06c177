package io.compuerta.gateway.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Explanations follow the configuration's {@code privacy.yaml}. */
class ExplainPrivacyTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path directory;

    @BeforeEach
    void aConfiguration() throws IOException {
        for (String file : new String[] {"policies.yaml", "providers.yaml", "prices.yaml"}) {
            Files.copy(Commands.CONFIG.resolve(file), directory.resolve(file));
        }
        Files.writeString(directory.resolve("privacy.yaml"), """
                version: 1
                recognizers:
                  - { name: employee-number, pattern: 'EMP-\\d{6}', confidence: 0.8 }
                allow: { values: [soporte@acme.example] }
                actions: { ID: route-local, CREDIT_CARD: block }
                tenants:
                  globex: { actions: { ID: mask } }
                """);
    }

    private Commands.Outcome run(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "explain";
        all[1] = "--config";
        all[2] = directory.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Commands.run(directory, all);
    }

    @Test
    void aFindingNamesItsRecognizerAndItsAction() {
        JsonNode line = JSON.readTree(run("--json", "openai: escribe a soporte@acme.example por EMP-123456")
                .out());

        assertThat(line.path("pii")).hasSize(1);
        JsonNode span = line.path("pii").path(0);
        assertThat(span.path("type").stringValue()).isEqualTo("ID");
        assertThat(span.path("detector").stringValue()).isEqualTo("custom:employee-number");
        assertThat(span.path("confidence").doubleValue()).isEqualTo(0.8);
        assertThat(span.path("action").stringValue()).isEqualTo("route-local");
        assertThat(line.path("route").path("target").stringValue()).isEqualTo("local");
        assertThat(line.path("route").path("candidates")).hasSize(1);
    }

    @Test
    void aTenantsRulesHoldForItsQuestions() {
        JsonNode line = JSON.readTree(
                run("--json", "--tenant", "globex", "Ficha de EMP-123456").out());

        assertThat(line.path("pii").path(0).path("action").stringValue()).isEqualTo("mask");
    }

    @Test
    void peopleAreToldWhatBecomesOfIt() {
        String page =
                run("Mi tarjeta es 4111 1111 1111 1111 y mi ficha EMP-123456").out();

        assertThat(page)
                .contains("it is refused for the personal data in it: [CREDIT_CARD]", "no premium model may answer");
    }

    @Test
    void aBrokenFileIsToldWithItsLine() throws IOException {
        Files.writeString(directory.resolve("privacy.yaml"), "version: 1\nactions: { EMAIL: hide }\n");

        Commands.Outcome explained = run("hola");
        Commands.Outcome validated = Commands.run(directory, "policy", "validate", "--config", directory.toString());

        assertThat(explained.exitCode()).isNotZero();
        assertThat(explained.err()).contains("privacy.yaml:2:19: unknown value of 'EMAIL': 'hide'");
        assertThat(validated.exitCode()).isEqualTo(1);
        assertThat(validated.out()).contains("privacy.yaml:2:19: unknown value of 'EMAIL': 'hide'");
    }
}
