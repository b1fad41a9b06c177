package io.compuerta.gateway.accounting;

import io.compuerta.gateway.subject.ErasedRows;
import io.compuerta.gateway.subject.Erasures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteDataSource;

/** The writer's connection and statements, kept between batches and made anew after an error. For one thread. */
final class LedgerPen {

    private static final Logger log = LoggerFactory.getLogger(LedgerPen.class);

    private final SQLiteDataSource source;
    private final RequestRow requests;
    private final Erasures erasures;
    private final Consumer<Work> onLost;
    private @Nullable Session session;

    /** @param onLost told of whatever could not be written or done */
    LedgerPen(SQLiteDataSource source, RequestRow requests, Erasures erasures, Consumer<Work> onLost) {
        this.source = source;
        this.requests = requests;
        this.erasures = erasures;
        this.onLost = onLost;
    }

    private record Session(Connection connection, PreparedStatement request, PreparedStatement egress) {}

    /** Does the work in its order; rows that follow each other share a commit. */
    void write(List<Work> batch) {
        int from = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i) instanceof Work.Erase erase) {
                insert(batch.subList(from, i));
                erase(erase);
                from = i + 1;
            }
        }
        insert(batch.subList(from, batch.size()));
    }

    private void insert(List<Work> rows) {
        if (rows.isEmpty()) {
            return;
        }
        try {
            Session open = session();
            for (Work work : rows) {
                switch (work) {
                    case Work.Request row -> {
                        requests.fill(
                                new Row(open.request()),
                                row.entry(),
                                erasures.cover(row.subject(), row.receivedNanos()));
                        open.request().addBatch();
                    }
                    case Work.Egress row -> {
                        if (!row.kept().isCancelled()) {
                            EgressRow.fill(
                                    new Row(open.egress()),
                                    row.record(),
                                    erasures.cover(row.subject(), row.receivedNanos()));
                            open.egress().addBatch();
                        }
                    }
                    case Work.Erase erase -> throw new IllegalArgumentException("an erasure is no row");
                }
            }
            open.request().executeBatch();
            open.egress().executeBatch();
            open.connection().commit();
        } catch (SQLException e) {
            drop();
            log.warn("{} ledger entries could not be written: SQLite error {}", rows.size(), e.getErrorCode());
            rows.forEach(onLost);
            return;
        } catch (RuntimeException | Error e) {
            // One entry that cannot be put into words must not end the writer.
            drop();
            log.error(
                    "{} ledger entries could not be written: {}",
                    rows.size(),
                    e.getClass().getName());
            rows.forEach(onLost);
            return;
        }
        for (Work work : rows) {
            if (work instanceof Work.Egress row) {
                row.kept().complete(null);
            }
        }
    }

    private void erase(Work.Erase work) {
        ErasedRows erased;
        try {
            Connection connection = session().connection();
            erased = SubjectRows.erase(connection, work.subject());
            connection.commit();
            sweep(connection);
        } catch (SQLException e) {
            drop();
            log.warn("a subject could not be erased: SQLite error {}", e.getErrorCode());
            onLost.accept(work);
            return;
        } catch (RuntimeException | Error e) {
            drop();
            log.error("a subject could not be erased: {}", e.getClass().getName());
            onLost.accept(work);
            return;
        }
        work.done().complete(erased);
    }

    /**
     * What was overwritten stands in the write-ahead log until that is put into the file. A reader of an old state can
     * hold this up; then the next checkpoint does it.
     */
    private static void sweep(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        connection.setAutoCommit(false);
    }

    private Session session() throws SQLException {
        Session known = session;
        if (known == null) {
            Connection opened = source.getConnection();
            try (Statement statement = opened.createStatement()) {
                // Else a digest that was overwritten could still be read in the file's free space.
                statement.execute("PRAGMA secure_delete = ON");
            }
            opened.setAutoCommit(false);
            known = new Session(
                    opened, opened.prepareStatement(RequestRow.INSERT), opened.prepareStatement(EgressRow.INSERT));
            session = known;
        }
        return known;
    }

    void drop() {
        Session known = session;
        session = null;
        if (known == null) {
            return;
        }
        try {
            known.connection().close();
        } catch (SQLException e) {
            log.debug("the ledger's connection did not close: SQLite error {}", e.getErrorCode());
        }
    }
}
