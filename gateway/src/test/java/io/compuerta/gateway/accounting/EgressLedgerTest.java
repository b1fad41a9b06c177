package io.compuerta.gateway.accounting;

import static io.compuerta.gateway.testing.EgressRecords.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.gateway.egress.EgressPage;
import io.compuerta.gateway.egress.EgressQuery;
import io.compuerta.gateway.egress.EgressRecord;
import io.compuerta.gateway.testing.EgressRecords;
import io.compuerta.gateway.testing.LedgerEntries;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of what left, from the queue to the file and back. */
class EgressLedgerTest {

    private static final EgressQuery ALL = new EgressQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            EgressQuery.MOST,
            OptionalLong.empty());

    @TempDir
    Path folder;

    private final AtomicInteger lost = new AtomicInteger();
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("ledger.db");
    }

    @Test
    void aRecordIsReadBackAsItWas() {
        EgressRecord full = EgressRecords.sent("one", NOON.plusNanos(123_456_000), "acme", "d1", "europe");
        EgressRecord bare = new EgressRecord(
                NOON,
                "two",
                "acme",
                "d1",
                "nowhere",
                "m",
                List.of(),
                OptionalInt.empty(),
                Optional.empty(),
                "public",
                "r",
                "p",
                Map.of(),
                "escalation",
                3,
                0,
                "",
                Optional.of("personal data: EMAIL"));

        keep(full, bare);

        assertThat(records(ALL)).containsExactly(bare, full);
        assertThat(bare.outcome()).isEqualTo("refused");
    }

    @Test
    void aRecordThatIsWaitedForIsWrittenWhileTheGatewayRuns() throws Exception {
        try (SqliteLedger ledger = LedgerEntries.open(file, lost::incrementAndGet)) {
            EgressRecord record = EgressRecords.sent("one", NOON, "acme", "d1", "europe");

            ledger.keep(record, System.nanoTime(), true).get(30, TimeUnit.SECONDS);

            assertThat(records(ALL)).containsExactly(record);
        }
    }

    @Test
    void whoeverGivesUpWaitingFindsNothingWritten() {
        try (SqliteLedger ledger = LedgerEntries.open(file, lost::incrementAndGet)) {
            // The first one keeps the writer gathering for a moment.
            ledger.keep(EgressRecords.sent("first", NOON, "acme", "d1", "europe"), 0, false);
            CompletableFuture<Void> kept =
                    ledger.keep(EgressRecords.sent("given up", NOON, "acme", "d1", "europe"), 0, false);
            kept.cancel(false);
        }

        assertThat(records(ALL)).extracting(EgressRecord::requestId).containsExactly("first");
        assertThat(lost).hasValue(0);
    }

    @Test
    void aRecordThatCannotBeKeptFailsAndIsCounted() {
        SqliteLedger ledger = LedgerEntries.open(file, lost::incrementAndGet);
        ledger.close();

        CompletableFuture<Void> kept = ledger.keep(EgressRecords.refused("late", "x"), 0, false);

        assertThat(kept).isCompletedExceptionally();
        assertThat(lost).hasValue(1);
    }

    @Test
    void aFullQueueFailsAtOnceAndWhatItHeldIsWritten() throws SQLException {
        int all = 25_000;
        int failed = 0;
        try (SqliteLedger ledger = LedgerEntries.open(file, lost::incrementAndGet)) {
            try (var other = DriverManager.getConnection("jdbc:sqlite:" + file)) {
                // The writer cannot write while another writes.
                other.createStatement().execute("BEGIN IMMEDIATE");
                for (int i = 0; i < all; i++) {
                    var kept = ledger.keep(EgressRecords.sent("r" + i, NOON, "acme", "d", "europe"), 0, false);
                    failed += kept.isCompletedExceptionally() ? 1 : 0;
                }
                other.createStatement().execute("ROLLBACK");
            }
        }

        assertThat(failed).isPositive();
        assertThat(lost).hasValue(failed);
        assertThat(count()).isEqualTo(all - failed);
    }

    @Test
    void aTableThatIsBrokenFailsTheRecordAndTheNextOneIsWrittenAgain() throws Exception {
        try (SqliteLedger ledger = LedgerEntries.open(file, lost::incrementAndGet)) {
            execute("ALTER TABLE egress RENAME TO hidden");
            CompletableFuture<Void> first = ledger.keep(EgressRecords.refused("one", "x"), 0, true);
            assertThatThrownBy(() -> first.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(SqliteLedger.NotKept.class);

            execute("ALTER TABLE hidden RENAME TO egress");
            ledger.keep(EgressRecords.refused("two", "x"), 0, true).get(30, TimeUnit.SECONDS);
        }

        assertThat(lost).hasValue(1);
        assertThat(records(ALL)).extracting(EgressRecord::requestId).containsExactly("two");
    }

    @Test
    void whatIsAskedForIsFoundNewestFirstPageByPage() {
        List<EgressRecord> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            all.add(EgressRecords.sent("r" + i, NOON.plusSeconds(i), i % 2 == 0 ? "acme" : "globex", "d", "p" + i % 3));
        }
        keep(all.toArray(EgressRecord[]::new));

        assertThat(pages(query(Optional.empty(), Optional.empty(), "", "", "", 3)))
                .containsExactly(List.of("r6", "r5", "r4"), List.of("r3", "r2", "r1"), List.of("r0"));
        assertThat(pages(query(Optional.empty(), Optional.empty(), "acme", "", "", 2)))
                .containsExactly(List.of("r6", "r4"), List.of("r2", "r0"));
        assertThat(pages(query(Optional.of(NOON.plusSeconds(2)), Optional.of(NOON.plusSeconds(4)), "", "", "", 9)))
                .containsExactly(List.of("r3", "r2"));
        assertThat(pages(query(Optional.empty(), Optional.empty(), "", "r5", "", 9)))
                .containsExactly(List.of("r5"));
        assertThat(pages(query(Optional.empty(), Optional.empty(), "acme", "", "p0", 9)))
                .containsExactly(List.of("r6", "r0"));
        assertThat(pages(query(Optional.empty(), Optional.empty(), "nobody' OR '1'='1", "", "", 9)))
                .containsExactly(List.of());
    }

    @Test
    void partsOfASecondDoNotUpsetTheOrderOfTimes() {
        keep(
                EgressRecords.sent("half", NOON.plusMillis(500), "acme", "d", "p"),
                EgressRecords.sent("whole", NOON.plusSeconds(1), "acme", "d", "p"));

        assertThat(pages(query(Optional.of(NOON.plusMillis(501)), Optional.empty(), "", "", "", 9)))
                .containsExactly(List.of("whole"));
        assertThat(pages(query(Optional.of(NOON), Optional.of(NOON.plusMillis(501)), "", "", "", 9)))
                .containsExactly(List.of("half"));
    }

    @Test
    void aLedgerOfTheVersionBeforeIsUpgradedInPlace() throws SQLException {
        ledgerOfTheVersionBefore();
        assertThatThrownBy(() -> new EgressReader(file).find(ALL))
                .isInstanceOf(SqliteLedger.LedgerUnavailable.class)
                .hasMessageContaining("older version");

        keep(EgressRecords.sent("new", NOON, "acme", "d", "p"));

        assertThat(records(ALL)).extracting(EgressRecord::requestId).containsExactly("new");
        List<PastCall> calls = new ArrayList<>();
        new LedgerReader(file).chats(Instant.EPOCH, Optional.empty(), calls::add);
        assertThat(calls).extracting(PastCall::requestId).containsExactly("old");
    }

    @Test
    void aMissingLedgerIsNamedAndNotMade() {
        assertThatThrownBy(() -> new EgressReader(file).find(ALL)).hasMessageContaining("ledger.db");
        assertThat(file).doesNotExist();
    }

    private void keep(EgressRecord... records) {
        try (SqliteLedger ledger = LedgerEntries.open(file, lost::incrementAndGet)) {
            for (EgressRecord record : records) {
                ledger.keep(record, System.nanoTime(), false);
            }
        }
        assertThat(lost).hasValue(0);
    }

    private List<EgressRecord> records(EgressQuery query) {
        return new EgressReader(file)
                .find(query).records().stream().map(EgressPage.Kept::record).toList();
    }

    /** The ids of all pages, each asked for with what the one before said. */
    private List<List<String>> pages(EgressQuery first) {
        List<List<String>> pages = new ArrayList<>();
        EgressReader reader = new EgressReader(file);
        EgressPage page = reader.find(first);
        pages.add(ids(page));
        while (page.next().isPresent()) {
            page = reader.find(first.after(page.next().getAsLong()));
            pages.add(ids(page));
        }
        return pages;
    }

    private static List<String> ids(EgressPage page) {
        return page.records().stream().map(kept -> kept.record().requestId()).toList();
    }

    /** @param tenant and the two after it do not narrow when empty */
    private static EgressQuery query(
            Optional<Instant> since,
            Optional<Instant> until,
            String tenant,
            String requestId,
            String provider,
            int limit) {
        return new EgressQuery(
                since, until, given(tenant), given(requestId), given(provider), limit, OptionalLong.empty());
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(t -> !t.isEmpty());
    }

    private void ledgerOfTheVersionBefore() throws SQLException {
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + file, null, null)
                .locations("classpath:db/ledger")
                .target("3")
                .load()
                .migrate();
        execute("""
                INSERT INTO requests (request_id, received_at, tenant, key_id, user_digest, asked_model, outcome,
                    policy_version, streamed, cost_status, price_version, duration_ms, operation)
                VALUES ('old', '2026-01-01T00:00:00Z', 'acme', 'k', 'd', 'auto', 'ok', 'v', 0, 'none', 'pv', 9, 'chat')
                """);
    }

    private int count() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var rows = connection.createStatement().executeQuery("SELECT count(*) FROM egress")) {
            return rows.getInt(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            connection.createStatement().execute(sql);
        }
    }
}
