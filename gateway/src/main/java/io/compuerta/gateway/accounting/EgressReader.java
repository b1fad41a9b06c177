package io.compuerta.gateway.accounting;

import io.compuerta.gateway.egress.EgressPage;
import io.compuerta.gateway.egress.EgressPage.Kept;
import io.compuerta.gateway.egress.EgressQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Reads what left from a ledger, also while a gateway writes to it. It changes nothing in the file. Blocks. */
public final class EgressReader {

    private final Path file;
    private final SQLiteDataSource source;

    /** @param file a ledger */
    public EgressReader(Path file) {
        this.file = file;
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(5_000);
        this.source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    }

    /** @throws SqliteLedger.LedgerUnavailable when there is no such file, or a version before this one wrote it */
    public EgressPage find(EgressQuery query) {
        if (!Files.isRegularFile(file)) {
            throw new SqliteLedger.LedgerUnavailable(
                    "there is no ledger " + file + "; a gateway writes it, and --data DIR names another directory");
        }
        Filter filter = new Filter();
        query.since().ifPresent(since -> filter.and("at >= ?", EgressRow.stamp(since)));
        query.until().ifPresent(until -> filter.and("at < ?", EgressRow.stamp(until)));
        query.tenant().ifPresent(tenant -> filter.and("tenant = ?", tenant));
        query.requestId().ifPresent(id -> filter.and("request_id = ?", id));
        query.provider().ifPresent(provider -> filter.and("provider = ?", provider));
        if (query.after().isPresent()) {
            filter.and("id < ?", query.after().getAsLong());
        }
        try (Connection connection = source.getConnection()) {
            if (!isUpToDate(connection)) {
                throw new SqliteLedger.LedgerUnavailable(
                        "the ledger " + file
                                + " was written by an older version, or is no ledger; start the gateway once, which upgrades it");
            }
            // One more than asked for tells whether there is another page.
            return page(filter.run(connection, query.limit() + 1), query.limit());
        } catch (SQLException e) {
            throw new SqliteLedger.LedgerUnavailable(
                    "the ledger " + file + " could not be read (SQLite error " + e.getErrorCode() + ")");
        }
    }

    private static boolean isUpToDate(Connection connection) throws SQLException {
        try (ResultSet table = connection
                .createStatement()
                .executeQuery("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'egress'")) {
            return table.next();
        }
    }

    private static EgressPage page(List<Kept> found, int limit) {
        if (found.size() <= limit) {
            return new EgressPage(found, OptionalLong.empty());
        }
        List<Kept> shown = found.subList(0, limit);
        return new EgressPage(shown, OptionalLong.of(shown.getLast().id()));
    }

    /** Conditions that all hold, put together from words of this class only. */
    private static final class Filter {

        private final List<String> conditions = new ArrayList<>();
        private final List<Object> values = new ArrayList<>();

        void and(String condition, Object value) {
            conditions.add(condition);
            values.add(value);
        }

        List<Kept> run(Connection connection, int limit) throws SQLException {
            String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
            List<Kept> found = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT * FROM egress" + where + " ORDER BY id DESC LIMIT ?")) {
                for (int i = 0; i < values.size(); i++) {
                    query.setObject(i + 1, values.get(i));
                }
                query.setInt(values.size() + 1, limit);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(new Kept(rows.getLong("id"), EgressRow.read(rows)));
                    }
                }
            }
            return found;
        }
    }
}
