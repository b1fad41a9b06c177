package io.compuerta.gateway.accounting;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.gateway.egress.EgressRecord;
import io.compuerta.gateway.pipeline.CascadeVerdict;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.gateway.subject.Erasures;
import io.compuerta.gateway.subject.Subject;
import io.compuerta.gateway.testing.LedgerEntries;
import io.compuerta.gateway.testing.LedgerRows;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Route;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.money.TokenUsage;
import io.compuerta.policy.signal.pii.PiiType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLedgerTest {

    @TempDir
    Path folder;

    private final AtomicInteger lost = new AtomicInteger();

    @Test
    void everythingIsWrittenDownBeforeItCloses() throws SQLException {
        Path file = folder.resolve("deep/ledger.db");
        try (Ledger ledger = open(file)) {
            for (int i = 0; i < 1_300; i++) {
                ledger.write(entry("req-" + i, Optional.of(new Cost.Priced(new NanoUsd(42), "acme/big@2026-01-01"))));
            }
        }

        LedgerRows rows = new LedgerRows(file);
        for (int i = 0; i < 1_300; i += 100) {
            assertThat(rows.rows("req-" + i)).hasSize(1);
        }
        assertThat(rows.rows("req-1299")).hasSize(1);
        assertThat(lost).hasValue(0);
        assertThat(rows.of("req-7"))
                .containsAllEntriesOf(Map.of(
                        "tenant", "acme",
                        "outcome", "ok",
                        "route", "premium",
                        "model", "acme/big",
                        "cost_nano_usd", 42,
                        "cost_status", "priced",
                        "policy_version", "p1",
                        "price_version", "m1",
                        "pii_types", "EMAIL"));
    }

    @Test
    void anUnknownCostIsNullAndNotZero() throws SQLException {
        Path file = folder.resolve("ledger.db");
        try (Ledger ledger = open(file)) {
            ledger.write(entry("req-1", Optional.of(new Cost.Unknown("no price"))));
        }

        Map<String, Object> row = new LedgerRows(file).rows("req-1").getFirst();
        assertThat(row.get("cost_nano_usd")).isNull();
        assertThat(row).containsEntry("cost_status", "unknown");
    }

    @Test
    void anExistingLedgerIsContinued() throws SQLException {
        Path file = folder.resolve("ledger.db");
        for (String id : new String[] {"first", "second"}) {
            try (Ledger ledger = open(file)) {
                ledger.write(entry(id, Optional.empty()));
            }
        }

        assertThat(new LedgerRows(file).rows("first")).hasSize(1);
        assertThat(new LedgerRows(file).rows("second")).hasSize(1);
    }

    @Test
    void afterTheEndEntriesAreCountedAsLost() {
        Ledger ledger = open(folder.resolve("ledger.db"));
        ledger.close();

        ledger.write(entry("late", Optional.empty()));

        assertThat(lost).hasValue(1);
    }

    @Test
    void anErrorLosesItsBatchAndNotTheWriter() throws Exception {
        Path file = folder.resolve("ledger.db");
        AtomicBoolean failing = new AtomicBoolean(true);
        Supplier<String> version = () -> {
            if (failing.get()) {
                throw new StackOverflowError();
            }
            return "m1";
        };
        CompletableFuture<String> lostOne = new CompletableFuture<>();
        try (SqliteLedger ledger = open(file, version, lostOne::complete)) {
            ledger.write(entry("bad", Optional.empty()));
            assertThat(lostOne.get(20, SECONDS)).isEqualTo("bad");
            failing.set(false);

            ledger.write(entry("good", Optional.empty()));
            assertThat(ledger.erase(new Subject("acme", "someone")).get(20, SECONDS))
                    .isNotNull();
        }

        assertThat(new LedgerRows(file).rows("good")).hasSize(1);
    }

    @Test
    void anErasureThatFailsUnforeseenIsToldAndTheNextIsDone() throws Exception {
        try (SqliteLedger ledger = open(folder.resolve("ledger.db"), () -> "m1", id -> {})) {
            assertThatThrownBy(() -> ledger.erase(null).get(20, SECONDS))
                    .hasCauseInstanceOf(SqliteLedger.NotKept.class);

            assertThat(ledger.erase(new Subject("acme", "someone")).get(20, SECONDS))
                    .isNotNull();
        }
    }

    @Test
    void aCounterOfLossesThatFailsDoesNotEndTheWriter() throws Exception {
        Supplier<String> noVersion = () -> {
            throw new IllegalStateException("no version");
        };
        CompletableFuture<String> lostOne = new CompletableFuture<>();
        Consumer<String> counter = id -> {
            lostOne.complete(id);
            throw new IllegalStateException("no counter");
        };
        try (SqliteLedger ledger = open(folder.resolve("ledger.db"), noVersion, counter)) {
            ledger.write(entry("bad", Optional.empty()));
            assertThat(lostOne.get(20, SECONDS)).isEqualTo("bad");

            assertThat(ledger.erase(new Subject("acme", "someone")).get(20, SECONDS))
                    .isNotNull();
        }
    }

    @Test
    void aFileThatIsNoLedgerStopsTheStartWithAWordOnWhatToDo() throws IOException {
        Path file = Files.writeString(
                folder.resolve("ledger.db"), "this is no database, and long enough to show it. ".repeat(50));

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(SqliteLedger.LedgerUnavailable.class)
                .hasMessageContaining("ledger.db")
                .hasMessageContaining("compuerta.data-dir");
    }

    @Test
    void aCascadesVerdictAndItsDiscardedTokensAreKept() throws SQLException {
        Path file = folder.resolve("ledger.db");
        LedgerEntry plain = entry("plain", Optional.empty());
        try (Ledger ledger = open(file)) {
            ledger.write(plain);
            ledger.write(escalated(plain));
        }

        assertThat(new LedgerRows(file).rows("plain"))
                .singleElement()
                .satisfies(row ->
                        assertThat(row).containsEntry("cascade", null).containsEntry("discarded_completion_tokens", 0));
        assertThat(new LedgerRows(file).rows("escalated"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("cascade", "escalated")
                        .containsEntry("cascade_reason", "refusal")
                        .containsEntry("discarded_prompt_tokens", 30)
                        .containsEntry("discarded_completion_tokens", 24));
    }

    private static LedgerEntry escalated(LedgerEntry plain) {
        return new LedgerEntry(
                "escalated",
                plain.receivedAt(),
                plain.tenant(),
                plain.keyId(),
                plain.userDigest(),
                plain.operation(),
                plain.askedModel(),
                plain.outcome(),
                plain.errorCode(),
                plain.origin().map(origin -> origin.withCascade(CascadeVerdict.REFUSAL)),
                plain.streamed(),
                plain.tokens(),
                plain.cost(),
                plain.saved(),
                plain.signals(),
                plain.pii(),
                plain.firstToken(),
                plain.duration(),
                Optional.of(new LedgerEntry.Discarded(
                        ModelId.local("qwen"),
                        TokenUsage.of(30, 24),
                        new Cost.Priced(NanoUsd.ZERO, "embedded engine"))),
                Set.of());
    }

    /** @param onLost told the request's id */
    private static SqliteLedger open(Path file, Supplier<String> priceVersion, Consumer<String> onLost) {
        return new SqliteLedger(
                file, () -> "p1", priceVersion, new Erasures(System::nanoTime), new SqliteLedger.Losses() {
                    @Override
                    public void request(LedgerEntry entry) {
                        onLost.accept(entry.requestId());
                    }

                    @Override
                    public void egress(EgressRecord record) {
                        onLost.accept(record.requestId());
                    }
                });
    }

    private Ledger open(Path file) {
        return LedgerEntries.open(file, lost::incrementAndGet);
    }

    private static LedgerEntry entry(String id, Optional<Cost> cost) {
        ModelId model = ModelId.parse("acme/big");
        return new LedgerEntry(
                id,
                Instant.parse("2026-11-21T12:00:00Z"),
                "acme",
                "tests",
                "0123456789abcdef",
                LedgerEntry.Operation.CHAT,
                "auto",
                LedgerEntry.Outcome.OK,
                Optional.empty(),
                Optional.of(new Origin(
                        new Route.Premium("premium", model), model, "rule", Origin.CacheStatus.MISS, 0, "p1")),
                true,
                TokenUsage.of(10, 5),
                cost,
                Optional.empty(),
                Optional.empty(),
                Set.of(PiiType.EMAIL),
                Optional.of(Duration.ofMillis(7)),
                Duration.ofMillis(9),
                Optional.empty(),
                Set.of());
    }
}
