package io.compuerta.gateway.accounting;

import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.money.TokenUsage;
import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.complexity.Complexity;
import io.compuerta.policy.signal.complexity.ComplexityScorer;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.pii.PiiType;
import io.compuerta.policy.signal.topic.Sensitivity;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import io.compuerta.policy.signal.topic.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Reads a ledger, also while a gateway writes to it. It changes nothing in the file. */
public final class LedgerReader {

    /** The column that came last. */
    private static final String NEWEST_COLUMN = "scorer";

    private static final String CHATS = """
            SELECT request_id, received_at, tenant, user_digest, asked_model, model, cache, prompt_tokens, cached_tokens,
                completion_tokens, reasoning_tokens, cost_status, cost_nano_usd, price, complexity, complexity_shipped,
                sensitivity, topics, pii_types, firewall_score, modality, language, tools, estimated_tokens
            FROM requests
            WHERE received_at >= ? AND (? IS NULL OR tenant = ?) AND coalesce(operation, 'chat') = 'chat'
                AND coalesce(route, '') <> 'embeddings'
            ORDER BY received_at
            """;

    /** The newest request of an id is the one that was rated: callers may use an id again. */
    private static final String RATED = """
            SELECT r.request_id, r.received_at, r.tenant, r.complexity_shipped, r.complexity, r.estimated_tokens, r.route,
                f.score
            FROM feedback f JOIN requests r ON r.rowid = (
                SELECT max(rowid) FROM requests
                WHERE request_id = f.request_id AND tenant = f.tenant AND operation = 'chat' AND route IS NOT NULL)
            WHERE r.received_at >= ? AND (? IS NULL OR r.tenant = ?) AND r.scorer = ? AND r.complexity_shipped IS NOT NULL
                AND coalesce(r.cache, '') <> 'hit'
            ORDER BY r.received_at
            """;

    private final Path file;
    private final SQLiteDataSource source;

    /** @throws SqliteLedger.LedgerUnavailable when there is no such file, or a version before this one wrote it */
    public LedgerReader(Path file) {
        this.file = file;
        if (!Files.isRegularFile(file)) {
            throw new SqliteLedger.LedgerUnavailable(
                    "there is no ledger " + file + "; a gateway writes it, and --data DIR names another directory");
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(5_000);
        this.source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        if (!isUpToDate()) {
            throw new SqliteLedger.LedgerUnavailable("the ledger " + file
                    + " was written by an older version, or is no ledger; start the gateway once, which upgrades it");
        }
    }

    private boolean isUpToDate() {
        try (Connection connection = source.getConnection();
                ResultSet columns = connection.createStatement().executeQuery("PRAGMA table_info(requests)")) {
            while (columns.next()) {
                if (columns.getString("name").equals(NEWEST_COLUMN)) {
                    return true;
                }
            }
            return false;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Tells chats one by one, oldest first, embeddings left out. */
    public void chats(Instant since, Optional<String> tenant, Consumer<PastCall> each) {
        query(CHATS, since, tenant, Optional.empty(), row -> each.accept(call(row)));
    }

    /** Chats with a rating, scored by the scorer of this version; cached answers are left out. */
    public List<RatedCall> rated(Instant since, Optional<String> tenant) {
        List<RatedCall> rated = new ArrayList<>();
        query(
                RATED,
                since,
                tenant,
                Optional.of(ComplexityScorer.version()),
                row -> rated.add(new RatedCall(
                        row.getString("request_id"),
                        Instant.parse(row.getString("received_at")),
                        row.getString("tenant"),
                        row.getDouble("complexity_shipped"),
                        row.getDouble("complexity"),
                        row.getInt("estimated_tokens"),
                        "local".equals(row.getString("route")),
                        row.getDouble("score"))));
        return rated;
    }

    private interface Row {
        void take(ResultSet row) throws SQLException;
    }

    private void query(String sql, Instant since, Optional<String> tenant, Optional<String> scorer, Row each) {
        try (Connection connection = source.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, since.toString());
            query.setString(2, tenant.orElse(null));
            query.setString(3, tenant.orElse(null));
            if (scorer.isPresent()) {
                query.setString(4, scorer.get());
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    each.take(rows);
                }
            }
        } catch (SQLException e) {
            throw new SqliteLedger.LedgerUnavailable(
                    "the ledger " + file + " could not be read (SQLite error " + e.getErrorCode() + ")");
        }
    }

    private static PastCall call(ResultSet row) throws SQLException {
        return new PastCall(
                row.getString("request_id"),
                Instant.parse(row.getString("received_at")),
                row.getString("tenant"),
                row.getString("user_digest"),
                row.getString("asked_model"),
                new TokenUsage(
                        row.getLong("prompt_tokens"),
                        row.getLong("cached_tokens"),
                        0,
                        row.getLong("completion_tokens"),
                        row.getLong("reasoning_tokens")),
                signals(row),
                Optional.ofNullable(row.getString("model")).flatMap(ModelId::find),
                cost(row),
                "hit".equals(row.getString("cache")));
    }

    private static Optional<Signals> signals(ResultSet row) throws SQLException {
        String modality = row.getString("modality");
        String sensitivity = row.getString("sensitivity");
        if (modality == null || sensitivity == null) {
            return Optional.empty();
        }
        Complexity shipped = new Complexity(row.getDouble("complexity_shipped"), Complexity.Label.SIMPLE, List.of());
        return Optional.of(new Signals(
                shipped.calibrated(row.getDouble("complexity")),
                new Sensitivity(
                        SensitivityLevel.valueOf(constant(sensitivity)), set(row.getString("topics"), Topic.class)),
                // A request that was blocked never came to a rule.
                new FirewallVerdict(row.getDouble("firewall_score"), false, Optional.empty(), List.of()),
                set(row.getString("pii_types"), PiiType.class),
                Modality.valueOf(constant(modality)),
                row.getInt("estimated_tokens"),
                row.getString("language"),
                row.getBoolean("tools")));
    }

    private static Optional<Cost> cost(ResultSet row) throws SQLException {
        NanoUsd amount = new NanoUsd(row.getLong("cost_nano_usd"));
        String price = String.valueOf(row.getString("price"));
        return switch (row.getString("cost_status")) {
            case "priced" -> Optional.of(new Cost.Priced(amount, price));
            case "estimated" -> Optional.of(new Cost.Estimated(amount, price));
            case "unknown" -> Optional.of(new Cost.Unknown("no price when it was booked"));
            default -> Optional.empty();
        };
    }

    private static <E extends Enum<E>> Set<E> set(@Nullable String words, Class<E> type) {
        return words == null || words.isEmpty()
                ? EnumSet.noneOf(type)
                : Arrays.stream(words.split(","))
                        .map(word -> Enum.valueOf(type, constant(word)))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(type)));
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
