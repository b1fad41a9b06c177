package io.compuerta.gateway.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.accounting.LedgerEntry;
import io.compuerta.gateway.cli.Commands;
import io.compuerta.gateway.testing.LedgerEntries;
import io.compuerta.policy.signal.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulateCommandTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String TARGETS = """
            version: 1
            targets:
              local: { engine: qwen }
              big: { models: [acme/big] }
              new: { models: [acme/new] }
            """;

    @TempDir
    Path home;

    private Path config;
    private Path data;
    private Path policies;

    @BeforeEach
    void write() throws IOException {
        config = Files.createDirectory(home.resolve("config"));
        data = Files.createDirectory(home.resolve("data"));
        policies = home.resolve("new.yaml");
        Files.writeString(config.resolve("policies.yaml"), TARGETS + """
                rules:
                  - name: hard questions
                    when: complexity > 0.6
                    route: big
                  - name: everything else
                    route: local
                """);
        Files.writeString(config.resolve("providers.yaml"), """
                version: 1
                providers:
                  - id: acme
                    dialect: openai
                    base-url: http://127.0.0.1:9/v1
                    models: [big, new]
                """);
        Files.writeString(config.resolve("prices.yaml"), """
                version: 1
                baseline: acme/big
                prices:
                  - model: acme/big
                    from: 2020-01-01
                    usd-per-million: { input: 10.00, output: 50.00 }
                    source: made up
                """);
        Files.writeString(policies, TARGETS + """
                rules:
                  - name: harder questions
                    when: complexity > 0.8
                    route: big
                  - name: everything else
                    route: local
                """);
    }

    @Test
    void yesterdaysLedgerUnderANewPolicy() {
        LedgerEntries.write(
                data.resolve("ledger.db"),
                chat("easy", 1, "local/qwen", 0, Optional.of(LedgerEntries.signals(0.1))),
                chat("middle", 2, "acme/big", 15_000_000, Optional.of(LedgerEntries.signals(0.7))),
                chat("hard", 3, "acme/big", 15_000_000, Optional.of(LedgerEntries.signals(0.9))),
                chat("last week", 30, "acme/big", 15_000_000, Optional.of(LedgerEntries.signals(0.9))),
                chat("old", 4, "acme/big", 15_000_000, Optional.empty()));

        JsonNode found = JSON.readTree(simulate("--json"));

        assertThat(found.path("requests").intValue()).isEqualTo(3);
        assertThat(found.path("left_out").toString()).contains("older version").contains(":1");
        assertThat(found.path("before").path("local_share").doubleValue()).isEqualTo(1 / 3.0);
        assertThat(found.path("after").path("local_share").doubleValue()).isEqualTo(2 / 3.0);
        assertThat(found.path("recorded").path("cost_usd").doubleValue()).isEqualTo(0.03);
        assertThat(found.path("before").path("cost_usd").doubleValue()).isEqualTo(0.03);
        assertThat(found.path("after").path("cost_usd").doubleValue()).isEqualTo(0.015);
        assertThat(found.path("after").path("cost_estimated").intValue()).isEqualTo(1);
        assertThat(found.path("difference_usd").doubleValue()).isEqualTo(-0.015);
        assertThat(found.path("same_model_other_rule").intValue()).isEqualTo(1);
        JsonNode change = found.path("changes").path(0);
        assertThat(change.path("before").path("rule").asString()).isEqualTo("hard questions");
        assertThat(change.path("after").path("rule").asString()).isEqualTo("everything else");
        assertThat(change.path("after").path("model").asString()).isEqualTo("local/qwen");
        assertThat(change.path("examples").toString()).isEqualTo("[\"middle\"]");
        assertThat(found.path("summary").asString())
                .isEqualTo("Of 3 requests the new policy answers 66.7 % on this machine instead of 33.3 % and costs"
                        + " $0.015 less (estimated from recorded tokens).");
    }

    @Test
    void peopleGetATableAndASentence() {
        LedgerEntries.write(
                data.resolve("ledger.db"),
                chat("easy", 1, "local/qwen", 0, Optional.of(LedgerEntries.signals(0.1))),
                chat("middle", 2, "acme/big", 15_000_000, Optional.of(LedgerEntries.signals(0.7))));

        String page = simulate();

        assertThat(page)
                .contains("policy in force", "new policy", "as it was")
                .containsPattern("answered here +50.0 % +100.0 % +50.0 %")
                .containsPattern("cost +\\$0.015 +\\$0 +\\$0.015")
                .contains("1  acme/big -> local/qwen  -$0.015")
                .contains("was 'hard questions'", "now 'everything else'", "e.g. middle")
                .contains("Of 2 requests the new policy answers 100.0 % on this machine instead of 50.0 %");
    }

    @Test
    void aModelWithoutAPriceIsUnknownAndNotFree() throws IOException {
        LedgerEntries.write(
                data.resolve("ledger.db"), chat("easy", 1, "local/qwen", 0, Optional.of(LedgerEntries.signals(0.1))));
        Files.writeString(policies, TARGETS + """
                rules:
                  - name: all
                    route: new
                """);

        JsonNode found = JSON.readTree(simulate("--json"));

        assertThat(found.path("after").path("cost_usd").isNull()).isTrue();
        assertThat(found.path("after").path("cost_unknown").intValue()).isEqualTo(1);
        assertThat(found.path("difference_usd").isNull()).isTrue();
        assertThat(found.path("summary").asString()).contains("what that costs is not known");
        assertThat(simulate()).contains("unknown");
    }

    @Test
    void aFileIsJudgedByTheDetectors() throws IOException {
        Path traffic = Files.writeString(home.resolve("traffic.jsonl"), """
                {"id":"a","text":"Hola, ¿a qué hora abrís mañana?","usage":{"prompt_tokens":10,"completion_tokens":20}}
                {"id":"b","text":"Demuestra que hay infinitos primos de la forma 4k+3.","at":"2026-11-21T12:00:00Z"}
                {"id":"c","messages":[{"role":"user","content":"Hola"}],"model":"acme/big","tenant":"globex"}
                {"id":"d"}
                {"id":"e","text":"Hola","at":"yesterday"}
                """);

        Commands.Outcome outcome = run("--from", traffic.toString(), "--json");

        JsonNode found = JSON.readTree(outcome.out());
        assertThat(found.path("requests").intValue()).isEqualTo(3);
        assertThat(found.path("recorded").isNull()).isTrue();
        assertThat(found.path("left_out").path("lines that could not be read").intValue())
                .isEqualTo(2);
        assertThat(outcome.err()).contains("line 4: ", "line 5: 'at'").doesNotContain("Hola");
        // A model asked for by name is not the rules' to choose; without tokens its cost is not known.
        assertThat(found.path("after").path("premium").intValue()).isPositive();
        assertThat(found.path("after").path("cost_unknown").intValue()).isPositive();
    }

    @Test
    void conditionsOnWhatTheLedgerDoesNotHoldAreNamed() throws IOException {
        LedgerEntries.write(
                data.resolve("ledger.db"), chat("easy", 1, "local/qwen", 0, Optional.of(LedgerEntries.signals(0.1))));
        Files.writeString(policies, TARGETS + """
                rules:
                  - name: proofs
                    when: task == "math" && user != "x"
                    route: big
                  - name: everything else
                    route: local
                """);

        Commands.Outcome outcome = run("--json");

        assertThat(outcome.err()).contains("does not hold what conditions ask of task, user");
        assertThat(JSON.readTree(outcome.out()).path("requests").intValue()).isEqualTo(1);
    }

    @Test
    void mistakesAreNamed() throws IOException {
        assertThat(run().err()).contains("there is no ledger");
        assertThat(run("--from", "nowhere.jsonl").err()).contains("nowhere.jsonl");
        assertThat(run("--since", "yesterday").err()).contains("--since 'yesterday'");
        Files.writeString(policies, "version: 1\n");
        assertThat(run().err()).contains("new.yaml:1:");
    }

    private String simulate(String... more) {
        Commands.Outcome outcome = run(more);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return outcome.out();
    }

    private Commands.Outcome run(String... more) {
        String[] arguments = new String[6 + more.length];
        System.arraycopy(
                new String[] {"policy", "simulate", "--config", config.toString(), "--policies", policies.toString()},
                0,
                arguments,
                0,
                6);
        System.arraycopy(more, 0, arguments, 6, more.length);
        return Commands.run(data, arguments);
    }

    private static LedgerEntry chat(String id, int hoursAgo, String model, long nano, Optional<Signals> signals) {
        Instant at = Instant.now().minus(Duration.ofHours(hoursAgo));
        return LedgerEntries.chat(id, at, "acme", model, nano, signals);
    }
}
