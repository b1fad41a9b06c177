package io.compuerta.gateway.feedback;

import io.compuerta.gateway.pipeline.GatewayError;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Ratings in the embedded ledger's file, beside the requests they are about, written by one thread of its own. */
final class SqliteRatingBook implements RatingBook, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SqliteRatingBook.class);
    private static final int WAITING = 1_000;

    private static final String ANSWERED = """
            SELECT route FROM requests
            WHERE request_id = ? AND tenant = ? AND coalesce(operation, 'chat') = 'chat' AND route IN ('local', 'premium')
            ORDER BY rowid DESC LIMIT 1
            """;

    private static final String KNOWN = "SELECT 1 FROM feedback WHERE tenant = ? AND request_id = ?";

    /** In one statement, so that a rating which comes while its user is erased leaves no reason behind either. */
    private static final String KEEP = """
            INSERT INTO feedback (tenant, request_id, score, reason, rated_at)
            SELECT ?1, ?2, ?3, CASE (SELECT user_digest FROM requests WHERE request_id = ?2 AND tenant = ?1
                ORDER BY rowid DESC LIMIT 1) WHEN 'erased' THEN NULL ELSE ?4 END, ?5
            WHERE true
            ON CONFLICT (tenant, request_id)
                DO UPDATE SET score = excluded.score, reason = excluded.reason, rated_at = excluded.rated_at
            """;

    private final SQLiteDataSource source;
    private final Clock clock;
    private final Scheduler thread = Schedulers.newBoundedElastic(1, WAITING, "feedback");

    /** @param file the ledger, which must have its tables already */
    SqliteRatingBook(Path file, Clock clock) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(5_000);
        this.source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        this.clock = clock;
    }

    @Override
    public Mono<StoredRating> keep(String tenant, Rating rating) {
        return Mono.fromCallable(() -> write(tenant, rating))
                .subscribeOn(thread)
                .flatMap(Mono::justOrEmpty)
                .onErrorMap(SQLException.class, e -> {
                    log.warn("a rating could not be written: SQLite error {}", e.getErrorCode());
                    return new GatewayError.Unavailable("The rating could not be stored; try again.");
                });
    }

    private Optional<StoredRating> write(String tenant, Rating rating) throws SQLException {
        try (Connection connection = source.getConnection()) {
            Optional<String> route = text(connection, ANSWERED, rating.requestId(), tenant);
            if (route.isEmpty()) {
                return Optional.empty();
            }
            boolean replaced =
                    text(connection, KNOWN, tenant, rating.requestId()).isPresent();
            try (PreparedStatement keep = connection.prepareStatement(KEEP)) {
                keep.setString(1, tenant);
                keep.setString(2, rating.requestId());
                keep.setDouble(3, rating.score());
                keep.setString(4, rating.reason().map(Reason::word).orElse(null));
                keep.setString(5, clock.instant().toString());
                keep.executeUpdate();
            }
            return Optional.of(new StoredRating(rating, route.get(), replaced));
        }
    }

    private static Optional<String> text(Connection connection, String sql, String first, String second)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, first);
            query.setString(2, second);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    @Override
    public void close() {
        thread.dispose();
    }
}
