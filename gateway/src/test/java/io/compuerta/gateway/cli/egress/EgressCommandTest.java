package io.compuerta.gateway.cli.egress;

import static io.compuerta.gateway.testing.EgressRecords.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.accounting.SqliteLedger;
import io.compuerta.gateway.cli.Commands;
import io.compuerta.gateway.cli.Commands.Outcome;
import io.compuerta.gateway.egress.EgressRecord;
import io.compuerta.gateway.testing.EgressRecords;
import io.compuerta.gateway.testing.LedgerEntries;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EgressCommandTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path data;

    @Test
    void peopleGetATable() {
        keep(
                EgressRecords.sent("r1", NOON, "acme", "d", "europe"),
                EgressRecords.refused("r2", "personal data: EMAIL"));

        Outcome outcome = Commands.run(data, "egress");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines().toList())
                .satisfiesExactly(
                        heads -> assertThat(heads).startsWith("TIME (UTC)").endsWith("OUTCOME"),
                        refused -> assertThat(refused).contains(" r2 ").endsWith("refused: personal data: EMAIL"),
                        sent -> assertThat(sent)
                                .startsWith("2026-11-21 12:00:00  r1 ")
                                .contains("acme", "europe/big", "de,es", "30d", "personal", "EMAIL 2, PERSON 1", "1234")
                                .endsWith("first  sent"));
    }

    @Test
    void programsGetWhatTheGatewayTellsPageByPage() {
        keep(
                EgressRecords.sent("r1", NOON, "acme", "d", "europe"),
                EgressRecords.sent("r2", NOON, "acme", "d", "europe"),
                EgressRecords.sent("r3", NOON, "globex", "d", "dear"));

        JsonNode first = json("--limit", "2");
        JsonNode second = json("--limit", "2", "--after", first.path("next").asString());

        assertThat(first.path("data").findValuesAsString("request_id")).containsExactly("r3", "r2");
        assertThat(first.path("has_more").booleanValue()).isTrue();
        assertThat(second.path("data").findValuesAsString("request_id")).containsExactly("r1");
        assertThat(second.path("has_more").booleanValue()).isFalse();
        JsonNode record = second.path("data").path(0);
        assertThat(record.path("replaced").path("EMAIL").intValue()).isEqualTo(2);
        assertThat(record.path("residency")).hasSize(2);
        assertThat(record.path("retention_days").intValue()).isEqualTo(30);
        assertThat(record.path("hmac_sha256").stringValue()).hasSize(64);
        assertThat(json("--tenant", "globex").path("data")).hasSize(1);
        assertThat(json("--provider", "europe", "--request", "r1").path("data")).hasSize(1);
        assertThat(json("--since", "2026-11-21T12:00:01Z").path("data")).isEmpty();
        assertThat(json("--until", "2026-11-21T13:00:01+01:00").path("data")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"--since, yesterday", "--until, 24", "--limit, 0", "--limit, 1001", "--since, 2026-13-01"})
    void mistakesNameTheOption(String option, String value) {
        keep(EgressRecords.sent("r1", NOON, "acme", "d", "europe"));

        Outcome outcome = Commands.run(data, "egress", option, value);

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains(option).contains(value);
    }

    @Test
    void withoutALedgerItSaysSo() {
        Outcome outcome = Commands.run(data, "egress");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("there is no ledger").contains("--data");
        assertThat(data.resolve(SqliteLedger.FILE_NAME)).doesNotExist();
    }

    private JsonNode json(String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "egress";
        arguments[1] = "--json";
        System.arraycopy(options, 0, arguments, 2, options.length);
        Outcome outcome = Commands.run(data, arguments);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return JSON.readTree(outcome.out());
    }

    private void keep(EgressRecord... records) {
        try (SqliteLedger ledger = LedgerEntries.open(data.resolve(SqliteLedger.FILE_NAME), () -> {
            throw new IllegalStateException("a record was lost");
        })) {
            for (EgressRecord record : records) {
                var unused = ledger.keep(record, System.nanoTime(), false);
            }
        }
    }
}
