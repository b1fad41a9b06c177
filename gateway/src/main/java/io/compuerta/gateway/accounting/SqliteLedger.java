package io.compuerta.gateway.accounting;

import io.compuerta.gateway.pipeline.CascadeVerdict;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.complexity.ComplexityScorer;
import io.compuerta.policy.signal.pii.PiiType;
import io.compuerta.policy.signal.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The embedded ledger: one SQLite file in write-ahead mode, one writer thread, entries in batches. An entry that cannot
 * be written is counted and stays in the request log, which holds the same fields (ADR-0010).
 */
public final class SqliteLedger implements Ledger {

    private static final Logger log = LoggerFactory.getLogger(SqliteLedger.class);
    /** Its name within the data directory. */
    public static final String FILE_NAME = "ledger.db";

    private static final int QUEUE = 20_000;
    private static final int BATCH = 2_000;

    /** Entries that come within this time share a commit, which costs more than they do. */
    private static final Duration GATHERING = Duration.ofMillis(100);

    private static final String INSERT = """
            INSERT INTO requests (request_id, received_at, tenant, key_id, user_digest, asked_model, outcome, error_code,
                route, target, model, rule, policy_version, cache, fallbacks, streamed, prompt_tokens, cached_tokens,
                completion_tokens, reasoning_tokens, cost_status, cost_nano_usd, price, price_version, saved_nano_usd,
                complexity, sensitivity, topics, pii_types, firewall_score, first_token_ms, duration_ms, operation,
                modality, language, tools, estimated_tokens, complexity_shipped, scorer,
                cascade, cascade_reason, discarded_prompt_tokens, discarded_completion_tokens)
            VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """;

    private final SQLiteDataSource source;
    private final Supplier<String> policyVersion;
    private final Supplier<String> priceVersion;
    private final Runnable onLost;
    private final BlockingQueue<LedgerEntry> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread writer;
    private volatile boolean closed;

    /**
     * Opens the file, making or upgrading its tables.
     *
     * @param policyVersion in force, for requests that were refused before a policy decided them
     * @param priceVersion  in force
     * @param onLost called for each entry that could not be written
     * @throws LedgerUnavailable naming the file and what to do
     */
    public SqliteLedger(Path file, Supplier<String> policyVersion, Supplier<String> priceVersion, Runnable onLost) {
        this.policyVersion = policyVersion;
        this.priceVersion = priceVersion;
        this.onLost = onLost;
        this.source = open(file);
        this.writer = Thread.ofPlatform().name("ledger").daemon().start(this::run);
    }

    /** The ledger's file cannot be used. */
    public static final class LedgerUnavailable extends RuntimeException {
        LedgerUnavailable(String message) {
            super(message);
        }
    }

    private static SQLiteDataSource open(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(5_000);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:db/ledger")
                    .load()
                    .migrate();
        } catch (IOException | org.flywaydb.core.api.FlywayException e) {
            throw new LedgerUnavailable(
                    "the ledger " + file + " cannot be opened (" + e.getClass().getSimpleName()
                            + "); check that its directory is writable, or name another with compuerta.data-dir");
        }
        return source;
    }

    @Override
    public void write(LedgerEntry entry) {
        if (closed || !queue.offer(entry)) {
            onLost.run();
        }
    }

    @Override
    public void close() {
        closed = true;
        writer.interrupt();
        try {
            writer.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<LedgerEntry> batch = new ArrayList<>(BATCH);
        Pen pen = new Pen();
        while (!closed || !queue.isEmpty()) {
            try {
                LedgerEntry first = queue.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    batch.add(first);
                    LockSupport.parkNanos(GATHERING.toNanos());
                }
            } catch (InterruptedException e) {
                // Closing: go round once more to write what waits.
            }
            queue.drainTo(batch, BATCH - batch.size());
            if (!batch.isEmpty()) {
                pen.write(batch);
                batch.clear();
            }
        }
        pen.drop();
    }

    /** The writer's connection and statement, kept between batches and made anew after an error. */
    private final class Pen {

        private @Nullable Connection connection;
        private @Nullable PreparedStatement insert;

        private void write(List<LedgerEntry> batch) {
            try {
                PreparedStatement statement = statement();
                for (LedgerEntry entry : batch) {
                    fill(statement, entry);
                    statement.addBatch();
                }
                statement.executeBatch();
                statement.getConnection().commit();
            } catch (SQLException e) {
                drop();
                log.warn("{} ledger entries could not be written: SQLite error {}", batch.size(), e.getErrorCode());
                batch.forEach(entry -> onLost.run());
            }
        }

        private PreparedStatement statement() throws SQLException {
            PreparedStatement known = insert;
            if (known == null) {
                Connection opened = source.getConnection();
                connection = opened;
                opened.setAutoCommit(false);
                known = opened.prepareStatement(INSERT);
                insert = known;
            }
            return known;
        }

        private void drop() {
            try {
                if (connection != null) {
                    connection.close();
                }
            } catch (SQLException e) {
                log.debug("the ledger's connection did not close: SQLite error {}", e.getErrorCode());
            }
            connection = null;
            insert = null;
        }
    }

    private void fill(PreparedStatement insert, LedgerEntry entry) throws SQLException {
        Row row = new Row(insert);
        row.text(entry.requestId());
        row.text(entry.receivedAt().toString());
        row.text(entry.tenant());
        row.text(entry.keyId());
        row.text(entry.userDigest());
        row.text(entry.askedModel());
        row.text(entry.outcome().word());
        row.text(entry.errorCode().orElse(null));
        row.text(entry.route().orElse(null));
        row.text(entry.origin().map(origin -> origin.route().target()).orElse(null));
        row.text(entry.origin().map(origin -> origin.model().toString()).orElse(null));
        row.text(entry.origin().map(Origin::rule).orElse(null));
        row.text(entry.origin().map(Origin::policy).orElseGet(policyVersion));
        row.text(entry.origin().map(origin -> origin.cache().word()).orElse(null));
        row.number((long) entry.origin().map(Origin::fallbacks).orElse(0));
        row.number(entry.streamed() ? 1L : 0L);
        row.number(entry.tokens().prompt());
        row.number(entry.tokens().cachedPrompt());
        row.number(entry.tokens().completion());
        row.number(entry.tokens().reasoning());
        row.text(entry.costStatus());
        row.number(entry.cost().flatMap(Cost::amount).map(NanoUsd::value).orElse(null));
        row.text(entry.cost().map(SqliteLedger::price).orElse(null));
        row.text(priceVersion.get());
        row.number(entry.saved().map(NanoUsd::value).orElse(null));
        row.real(entry.signals().map(signals -> signals.complexity().score()).orElse(null));
        row.text(entry.signals()
                .map(signals -> signals.sensitivity().level().word())
                .orElse(null));
        row.text(entry.signals()
                .map(signals -> signals.sensitivity().topics().stream()
                        .map(Topic::word)
                        .sorted()
                        .collect(Collectors.joining(",")))
                .orElse(null));
        row.text(entry.pii().stream().map(PiiType::name).sorted().collect(Collectors.joining(",")));
        row.real(entry.signals().map(signals -> signals.firewall().score()).orElse(null));
        row.number(entry.firstToken().map(Duration::toMillis).orElse(null));
        row.number(entry.duration().toMillis());
        row.text(entry.operation().word());
        fill(row, entry.signals());
        row.text(verdict(entry).map(CascadeVerdict::word).orElse(null));
        row.text(verdict(entry).map(CascadeVerdict::reason).orElse(null));
        row.number(entry.discarded().map(work -> work.tokens().prompt()).orElse(0L));
        row.number(entry.discarded().map(work -> work.tokens().completion()).orElse(0L));
    }

    private static Optional<CascadeVerdict> verdict(LedgerEntry entry) {
        return entry.origin().flatMap(Origin::cascade);
    }

    private static void fill(Row row, Optional<Signals> signals) throws SQLException {
        row.text(signals.map(known -> known.modality().name().toLowerCase(Locale.ROOT))
                .orElse(null));
        row.text(signals.map(Signals::language).orElse(null));
        row.number(signals.map(known -> known.tools() ? 1L : 0L).orElse(null));
        row.number(signals.map(known -> (long) known.promptTokens()).orElse(null));
        row.real(signals.map(known -> known.complexity().shipped()).orElse(null));
        row.text(signals.map(known -> ComplexityScorer.version()).orElse(null));
    }

    private static @Nullable String price(Cost cost) {
        return switch (cost) {
            case Cost.Priced p -> p.price();
            case Cost.Estimated e -> e.price();
            case Cost.Unknown u -> null;
        };
    }

    /** Fills the statement's parameters one after another. */
    private static final class Row {
        private final PreparedStatement statement;
        private int index;

        private Row(PreparedStatement statement) {
            this.statement = statement;
        }

        private void text(@Nullable String value) throws SQLException {
            statement.setString(++index, value);
        }

        private void number(@Nullable Long value) throws SQLException {
            if (value == null) {
                statement.setNull(++index, Types.INTEGER);
            } else {
                statement.setLong(++index, value);
            }
        }

        private void real(@Nullable Double value) throws SQLException {
            if (value == null) {
                statement.setNull(++index, Types.REAL);
            } else {
                statement.setDouble(++index, value);
            }
        }
    }
}
