package io.compuerta.gateway.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.egress.EgressRecord;
import io.compuerta.gateway.subject.ErasedRows;
import io.compuerta.gateway.subject.ErasedRows.Recipient;
import io.compuerta.gateway.subject.Erasures;
import io.compuerta.gateway.subject.Subject;
import io.compuerta.gateway.testing.EgressRecords;
import io.compuerta.gateway.testing.LedgerEntries;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.money.TokenUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person is taken out of a real ledger; the sums stay. */
class SubjectErasureTest {

    private static final Instant NOON = EgressRecords.NOON;
    private static final String ANA = "a0a1a2a3a4a5a6a7";
    private static final String LUIS = "b0b1b2b3b4b5b6b7";
    private static final Subject SUBJECT = new Subject("acme", ANA);

    @TempDir
    Path folder;

    private final Erasures erasures = new Erasures(System::nanoTime);
    private Path file;
    private SqliteLedger ledger;

    @BeforeEach
    void open() {
        file = folder.resolve("ledger.db");
        ledger = LedgerEntries.open(file, erasures, () -> {
            throw new IllegalStateException("an entry was lost");
        });
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void aSubjectIsTakenOutOfEveryTableAndTheSumsStay() throws Exception {
        ledger.write(entry("r1", "acme", ANA, 100));
        ledger.write(entry("r2", "acme", ANA, 200));
        ledger.write(entry("r3", "acme", LUIS, 400));
        ledger.write(entry("r4", "globex", ANA, 800));
        record(EgressRecords.sent("r1", NOON, "acme", ANA, "europe"));
        record(EgressRecords.sent("r1", NOON.plusSeconds(9), "acme", ANA, "europe"));
        record(EgressRecords.sent("r2", NOON, "acme", ANA, "dear"));
        record(EgressRecords.sent("r3", NOON, "acme", LUIS, "dear"));
        settled();
        rate("acme", "r1");
        rate("acme", "r3");
        String sums = sums();

        ErasedRows erased = erase(SUBJECT);

        assertThat(erased.requests()).isEqualTo(2);
        assertThat(erased.feedback()).isEqualTo(1);
        assertThat(erased.egress()).isEqualTo(3);
        assertThat(erased.recipients())
                .containsExactly(
                        new Recipient("dear", 1, NOON, OptionalInt.of(30)),
                        new Recipient("europe", 2, NOON.plusSeconds(9), OptionalInt.of(30)));
        assertThat(column("SELECT user_digest FROM requests ORDER BY request_id"))
                .containsExactly("erased", "erased", LUIS, ANA);
        assertThat(column("SELECT user_digest FROM egress ORDER BY id"))
                .containsExactly("erased", "erased", "erased", LUIS);
        assertThat(column("SELECT reason FROM feedback ORDER BY request_id")).containsExactly("null", "slow");
        assertThat(sums()).isEqualTo(sums);
    }

    @Test
    void erasingAgainFindsNothing() throws Exception {
        ledger.write(entry("r1", "acme", ANA, 100));
        record(EgressRecords.sent("r1", NOON, "acme", ANA, "europe"));

        erase(SUBJECT);

        assertThat(erase(SUBJECT)).isEqualTo(new ErasedRows(0, 0, 0, List.of()));
        assertThat(erase(new Subject("acme", "c0c1c2c3c4c5c6c7"))).isEqualTo(new ErasedRows(0, 0, 0, List.of()));
    }

    @Test
    void whatStillWaitsInTheQueueIsErasedToo() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            ledger.write(entry("r" + i, "acme", ANA, 1));
            record(EgressRecords.sent("r" + i, NOON, "acme", ANA, "europe"));
        }
        CompletableFuture<ErasedRows> erased = ledger.erase(SUBJECT);
        ledger.write(entry("afterwards", "acme", ANA, 1));

        assertThat(erased.get(60, TimeUnit.SECONDS).requests()).isEqualTo(5_000);
        assertThat(erased.get().egress()).isEqualTo(5_000);
        settled();
        assertThat(column("SELECT request_id FROM requests WHERE user_digest <> 'erased'"))
                .as("what the person asks after it is new")
                .containsExactly("afterwards");
    }

    @Test
    void aRequestThatWasUnderWayDoesNotBringItsUserBack() throws Exception {
        AtomicLong nanos = new AtomicLong(System.nanoTime());
        Path other = folder.resolve("other.db");
        Erasures ofTheTest = new Erasures(nanos::get);
        try (SqliteLedger slow = LedgerEntries.open(other, ofTheTest, () -> {})) {
            ofTheTest.add(SUBJECT);
            slow.erase(SUBJECT).get(60, TimeUnit.SECONDS);
            // Took an hour, so it came in before; and a retry of it that leaves only now.
            slow.write(entry("under way", "acme", ANA, 1, Duration.ofHours(1)));
            slow.keep(
                            EgressRecords.sent("under way", NOON, "acme", ANA, "europe"),
                            nanos.get() - Duration.ofHours(1).toNanos(),
                            false)
                    .get(60, TimeUnit.SECONDS);
            slow.keep(EgressRecords.sent("new", NOON, "acme", ANA, "europe"), nanos.get() + 1, true)
                    .get(60, TimeUnit.SECONDS);
        }

        assertThat(column(other, "SELECT user_digest FROM requests")).containsExactly("erased");
        assertThat(column(other, "SELECT user_digest FROM egress ORDER BY id")).containsExactly("erased", ANA);
    }

    @Test
    void theDigestIsGoneFromTheFilesThemselves() throws Exception {
        for (int i = 0; i < 300; i++) {
            ledger.write(entry("r" + i, "acme", i % 2 == 0 ? ANA : LUIS, 1));
            record(EgressRecords.sent("r" + i, NOON, "acme", i % 2 == 0 ? ANA : LUIS, "europe"));
        }
        settled();
        assertThat(bytesOnDisk()).contains(ANA).contains(LUIS);

        erase(SUBJECT);

        assertThat(bytesOnDisk()).doesNotContain(ANA).contains(LUIS);
    }

    private void record(EgressRecord record) {
        var unused = ledger.keep(record, System.nanoTime(), false);
    }

    private ErasedRows erase(Subject subject) throws Exception {
        return ledger.erase(subject).get(60, TimeUnit.SECONDS);
    }

    /** Until all that was handed over is written. */
    private void settled() throws Exception {
        erase(new Subject("nobody", "d0d1d2d3d4d5d6d7"));
    }

    private void rate(String tenant, String requestId) throws SQLException {
        LedgerEntries.rate(file, tenant, requestId, 0.1);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            connection.createStatement().executeUpdate("UPDATE feedback SET reason = 'slow'");
        }
    }

    private String sums() throws SQLException {
        return String.join(";", column("""
                SELECT tenant || count(*) || ' ' || sum(cost_nano_usd) || ' ' || sum(prompt_tokens)
                    || ' ' || sum(completion_tokens) FROM requests GROUP BY tenant ORDER BY tenant
                """));
    }

    private List<String> column(String sql) throws SQLException {
        return column(file, sql);
    }

    private static List<String> column(Path database, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var rows = connection.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
        }
        return values;
    }

    private String bytesOnDisk() throws IOException {
        StringBuilder all = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (Path one : files.filter(path -> path.getFileName().toString().startsWith("ledger.db"))
                    .toList()) {
                all.append(Files.readString(one, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private static LedgerEntry entry(String id, String tenant, String user, long nanoUsd) {
        return entry(id, tenant, user, nanoUsd, Duration.ofMillis(9));
    }

    private static LedgerEntry entry(String id, String tenant, String user, long nanoUsd, Duration duration) {
        LedgerEntry usual = LedgerEntries.chat(id, NOON, tenant, "acme/big", nanoUsd, Optional.empty());
        return new LedgerEntry(
                id,
                NOON,
                tenant,
                "tests",
                user,
                usual.operation(),
                usual.askedModel(),
                usual.outcome(),
                Optional.empty(),
                usual.origin(),
                false,
                TokenUsage.of(1000, 100),
                Optional.of(new Cost.Priced(new NanoUsd(nanoUsd), ModelId.parse("acme/big") + "@2026")),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                duration,
                Optional.empty(),
                Set.of());
    }
}
