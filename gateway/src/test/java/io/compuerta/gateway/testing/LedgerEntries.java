package io.compuerta.gateway.testing;

import io.compuerta.gateway.accounting.LedgerEntry;
import io.compuerta.gateway.accounting.SqliteLedger;
import io.compuerta.gateway.egress.EgressRecord;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.gateway.subject.Erasures;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Target;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.money.TokenUsage;
import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.complexity.Complexity;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.topic.Sensitivity;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fills a ledger as a gateway would. */
public final class LedgerEntries {

    private LedgerEntries() {}

    /** An answered chat of 1000 tokens in and 100 out. */
    public static LedgerEntry chat(
            String id, Instant at, String tenant, String model, long nanoUsd, Optional<Signals> signals) {
        ModelId known = ModelId.parse(model);
        return new LedgerEntry(
                id,
                at,
                tenant,
                "tests",
                "0123456789abcdef",
                LedgerEntry.Operation.CHAT,
                "auto",
                LedgerEntry.Outcome.OK,
                Optional.empty(),
                Optional.of(new Origin(Target.route("target", known), known, "rule", Origin.CacheStatus.MISS, 0, "p1")),
                false,
                TokenUsage.of(1000, 100),
                Optional.of(new Cost.Priced(new NanoUsd(nanoUsd), "test")),
                Optional.empty(),
                signals,
                signals.map(Signals::pii).orElse(Set.of()),
                Optional.empty(),
                Duration.ofMillis(9),
                Optional.empty(),
                Set.of());
    }

    /** A harmless question in Spanish. */
    public static Signals signals(double complexity) {
        return new Signals(
                new Complexity(complexity, Complexity.Label.SIMPLE, List.of()),
                new Sensitivity(SensitivityLevel.PUBLIC, Set.of()),
                FirewallVerdict.CLEAN,
                Set.of(),
                Modality.TEXT,
                1000,
                "es",
                false);
    }

    public static void write(Path file, LedgerEntry... entries) {
        write(file, List.of(entries));
    }

    public static void write(Path file, List<LedgerEntry> entries) {
        try (SqliteLedger ledger = open(file, () -> {
            throw new IllegalStateException("an entry was lost");
        })) {
            entries.forEach(ledger::write);
        }
    }

    /** @param onLost called for each entry or record that is not written */
    public static SqliteLedger open(Path file, Runnable onLost) {
        return open(file, new Erasures(System::nanoTime), onLost);
    }

    public static SqliteLedger open(Path file, Erasures erasures, Runnable onLost) {
        return new SqliteLedger(file, () -> "p1", () -> "m1", erasures, new SqliteLedger.Losses() {
            @Override
            public void request(LedgerEntry entry) {
                onLost.run();
            }

            @Override
            public void egress(EgressRecord record) {
                onLost.run();
            }
        });
    }

    public static void rate(Path file, String tenant, String requestId, double score) throws SQLException {
        rate(file, tenant, Map.of(requestId, score));
    }

    /** In one transaction, since each takes a write to the disk. */
    public static void rate(Path file, String tenant, Map<String, Double> scores) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var insert = connection.prepareStatement(
                        "INSERT INTO feedback (tenant, request_id, score, rated_at) VALUES (?, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (Map.Entry<String, Double> rating : scores.entrySet()) {
                insert.setString(1, tenant);
                insert.setString(2, rating.getKey());
                insert.setDouble(3, rating.getValue());
                insert.setString(4, "2026-11-21T13:00:00Z");
                insert.executeUpdate();
            }
            connection.commit();
        }
    }
}
