package io.compuerta.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompuertaTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "serve --help",
                "explain --help",
                "models --help",
                "models list --help",
                "models pull --help",
                "models info --help",
                "models verify --help",
                "models rm --help",
                "policy --help",
                "policy validate --help",
                "policy test --help",
                "policy simulate --help",
                "privacy --help",
                "privacy scan --help",
                "router --help",
                "router evaluate --help",
                "router fit --help",
                "engine --help",
                "engine bench --help",
                "version --help"
            })
    void everyCommandExplainsItselfWithAnExample(String line) {
        var outcome = run(line.split(" "));

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("Usage: compuerta")
                .contains("./compuerta")
                .contains("Exit codes:");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void withoutACommandItShowsWhatThereIs() {
        var outcome = run();

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("serve", "explain", "models", "policy", "version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sreve", "policy valdate", "serve --prot 80", "serve --port eighty", "serve --port 70000"})
    void whatIsNotUnderstoodIsUsageAndNamesTheWayOut(String line) {
        var outcome = run(line.split(" "));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .startsWith("compuerta: ")
                .contains("Try: ./compuerta")
                .doesNotContain("\tat ");
    }

    @Test
    void versionNamesProductAndJava() {
        var outcome = run("version");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("compuerta ").contains("java 25");
    }

    @Test
    void theShippedConfigurationIsValidAndItsTestsPass() {
        var validated = run("policy", "validate");
        var tested = run("policy", "test");

        assertThat(validated.err()).isEmpty();
        assertThat(validated.exitCode()).isZero();
        assertThat(validated.out()).contains("policies.yaml: ok").contains("prices.yaml: ok");
        assertThat(tested.exitCode()).isZero();
        assertThat(tested.out()).contains(" 0 failed");
    }

    @Test
    void everyProblemOfABrokenFileIsToldWithItsPlace() throws IOException {
        Path file = directory.resolve("policies.yaml");
        Files.writeString(file, """
                version: 1
                targets:
                  local: { engine: qwen }
                rules:
                  - name: first
                    wen: complexity > 0.5
                    route: locl
                  - name: rest
                    route: local
                """);

        var outcome = run("policy", "validate", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).contains(file + ":6:").contains("when").contains(file + ":7:");
        assertThat(outcome.err()).contains("problems");
    }

    @Test
    void aPolicyThatFailsItsOwnTestIsNotValid() throws IOException {
        Path file = directory.resolve("policies.yaml");
        Files.writeString(file, """
                version: 1
                targets: { local: { engine: qwen }, us: { models: [acme/a] } }
                rules:
                  - { name: rest, route: us }
                tests:
                  - given: { text: "¿Cuál es la política de cancelación?" }
                    expect: { route: local }
                """);

        var outcome = run("policy", "validate", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out())
                .contains(file + ":6:5: this test fails: expected route local, got route us (acme/a) by rule 'rest'");
    }

    @Test
    void aPolicyIsCheckedAgainstTheProvidersBesideIt() throws IOException {
        Path file = directory.resolve("policies.yaml");
        Files.writeString(file, """
                version: 1
                targets: { us: { models: [acme/a] } }
                rules:
                  - { name: rest, route: us, require: { residency: [eu] } }
                """);
        Files.writeString(directory.resolve("providers.yaml"), """
                version: 1
                providers:
                  - { id: acme, dialect: openai, base-url: "https://acme.example/v1", residency: [us], models: [a] }
                """);

        var outcome = run("policy", "validate", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out())
                .contains(
                        file
                                + ":4:26: target 'us' can never serve rule 'rest' (acme/a: its data may be in us, eu is required)");
    }

    @Test
    void brokenYamlIsAProblemNotACrash() throws IOException {
        Path file = directory.resolve("prices.yaml");
        Files.writeString(file, "version: 1\nprices: [\n");

        var outcome = run("policy", "validate", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).contains("prices.yaml:");
    }

    @Test
    void theKindOfAFileIsSeenInItsText() throws IOException {
        Path keys = directory.resolve("customers.yaml");
        Files.copy(Commands.CONFIG.resolve("keys.example.yaml"), keys);
        Path other = directory.resolve("other.yaml");
        Files.writeString(other, "hello: world\n");

        assertThat(run("policy", "validate", keys.toString()).exitCode()).isZero();
        var unknown = run("policy", "validate", other.toString());
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("policies, providers, prices, keys, privacy, firewall or output");
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy validate", "policy test", "explain hello"})
    void aMissingDirectoryIsNamedWithTheOptionThatChangesIt(String line) {
        var outcome = run((line + " --config " + directory.resolve("nowhere")).split(" "));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("compuerta: ")
                .contains("policies.yaml is missing")
                .contains("--config");
        assertThat(outcome.err().lines()).hasSize(1);
    }

    @Test
    void aPolicyThatFailsItsOwnTestFails() throws IOException {
        Files.writeString(directory.resolve("policies.yaml"), """
                version: 1
                targets:
                  local: { engine: qwen }
                  premium: { models: [a/b] }
                rules:
                  - name: all
                    route: local
                tests:
                  - given: { text: "hello" }
                    expect: { route: premium }
                """);

        var outcome = run("policy", "test", "--config", directory.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).contains("policies.yaml:9: FAILED").contains("0 passed, 1 failed");
    }

    @Test
    void anEmptyStoreOfModelsSaysHowToFillIt() {
        var outcome = run("models", "list");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("./compuerta models pull");
    }

    @ParameterizedTest
    @ValueSource(strings = {"models pull qwen", "models pull a/b/c.bin"})
    void aModelThatIsNoAddressIsUsage(String line) {
        var outcome = run(line.split(" "));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("gguf");
    }

    private Commands.Outcome run(String... arguments) {
        return Commands.run(directory, arguments);
    }
}
