package io.compuerta.gateway.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.gateway.testing.LedgerEntries;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.complexity.Complexity;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.pii.PiiType;
import io.compuerta.policy.signal.topic.Sensitivity;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import io.compuerta.policy.signal.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerReaderTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("ledger.db");
    }

    @Test
    void whatARuleSawIsReadBackAsItWas() {
        Signals signals = new Signals(
                new Complexity(0.7, Complexity.Label.COMPLEX, List.of(), 0.4),
                new Sensitivity(SensitivityLevel.CONFIDENTIAL, Set.of(Topic.TRADE_SECRET, Topic.HR)),
                new FirewallVerdict(0.25, false, Optional.empty(), List.of()),
                Set.of(PiiType.EMAIL, PiiType.ES_DNI),
                Modality.IMAGE,
                321,
                "es",
                true);
        LedgerEntries.write(file, LedgerEntries.chat("one", NOON, "acme", "acme/big", 5_000, Optional.of(signals)));

        PastCall call = chats(NOON, Optional.empty()).getFirst();

        assertThat(call.signals()).contains(signals);
        assertThat(call.receivedAt()).isEqualTo(NOON);
        assertThat(call.tenant()).isEqualTo("acme");
        assertThat(call.askedModel()).isEqualTo("auto");
        assertThat(call.model()).contains(ModelId.parse("acme/big"));
        assertThat(call.cost()).contains(new Cost.Priced(new NanoUsd(5_000), "test"));
        assertThat(call.tokens().prompt()).isEqualTo(1000);
        assertThat(call.tokens().completion()).isEqualTo(100);
    }

    @Test
    void theTimeAndTheTenantAreRespected() {
        LedgerEntries.write(
                file,
                LedgerEntries.chat("early", NOON.minusSeconds(60), "acme", "local/q", 0, signals(0.1)),
                LedgerEntries.chat("late", NOON.plusSeconds(60), "acme", "local/q", 0, signals(0.1)),
                LedgerEntries.chat("theirs", NOON.plusSeconds(61), "globex", "local/q", 0, signals(0.1)));

        assertThat(chats(NOON, Optional.empty()))
                .extracting(PastCall::requestId)
                .containsExactly("late", "theirs");
        assertThat(chats(NOON, Optional.of("acme")))
                .extracting(PastCall::requestId)
                .containsExactly("late");
    }

    @Test
    void ratingsAreJoinedToTheNewestRequestOfTheirTenant() throws SQLException {
        LedgerEntries.write(
                file,
                LedgerEntries.chat("twice", NOON, "acme", "acme/big", 1, signals(0.9)),
                LedgerEntries.chat("twice", NOON.plusSeconds(1), "acme", "local/q", 0, signals(0.2)),
                LedgerEntries.chat("twice", NOON.plusSeconds(2), "globex", "local/q", 0, signals(0.3)),
                LedgerEntries.chat("silent", NOON, "acme", "local/q", 0, signals(0.3)));
        LedgerEntries.rate(file, "acme", "twice", 0.25);

        List<RatedCall> rated = new LedgerReader(file).rated(Instant.EPOCH, Optional.empty());

        assertThat(rated).hasSize(1);
        assertThat(rated.getFirst().shipped()).isEqualTo(0.2);
        assertThat(rated.getFirst().local()).isTrue();
        assertThat(rated.getFirst().rating()).isEqualTo(0.25);
        assertThat(new LedgerReader(file).rated(Instant.EPOCH, Optional.of("globex")))
                .isEmpty();
    }

    @Test
    void anOldLedgerIsUpgradedInPlaceAndKeepsItsRows() throws SQLException {
        oldLedger();

        LedgerEntries.write(file, LedgerEntries.chat("new", NOON, "acme", "local/q", 0, signals(0.5)));

        List<PastCall> calls = chats(Instant.EPOCH, Optional.empty());
        assertThat(calls).extracting(PastCall::requestId).containsExactly("old", "new");
        assertThat(calls.getFirst().signals()).isEmpty();
        assertThat(calls.getFirst().cost()).contains(new Cost.Priced(new NanoUsd(42), "p"));
        assertThat(calls.getLast().signals()).isPresent();
    }

    @Test
    void anOldLedgerIsNotReadAndNotChanged() throws SQLException, IOException {
        oldLedger();
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> new LedgerReader(file))
                .isInstanceOf(SqliteLedger.LedgerUnavailable.class)
                .hasMessageContaining("older version");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void aMissingLedgerIsNamedAndNotMade() {
        assertThatThrownBy(() -> new LedgerReader(file)).hasMessageContaining("ledger.db");
        assertThat(file).doesNotExist();
    }

    /** As the first version left it. */
    private void oldLedger() throws SQLException {
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + file, null, null)
                .locations("classpath:db/ledger")
                .target("1")
                .load()
                .migrate();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            connection.createStatement().executeUpdate("""
                    INSERT INTO requests (request_id, received_at, tenant, key_id, user_digest, asked_model, outcome,
                        route, target, model, rule, policy_version, streamed, prompt_tokens, completion_tokens,
                        cost_status, cost_nano_usd, price, price_version, complexity, sensitivity, topics, pii_types,
                        firewall_score, duration_ms)
                    VALUES ('old', '2026-01-01T00:00:00Z', 'acme', 'k', 'd', 'auto', 'ok', 'premium', 'premium',
                        'acme/big', 'r', 'v', 0, 10, 5, 'priced', 42, 'p', 'pv', 0.7, 'public', '', '', 0.0, 9)
                    """);
        }
    }

    private List<PastCall> chats(Instant since, Optional<String> tenant) {
        List<PastCall> calls = new ArrayList<>();
        new LedgerReader(file).chats(since, tenant, calls::add);
        return calls;
    }

    private static Optional<Signals> signals(double complexity) {
        return Optional.of(LedgerEntries.signals(complexity));
    }
}
