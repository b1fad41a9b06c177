package io.compuerta.gateway.accounting;

import io.compuerta.gateway.subject.ErasedRows;
import io.compuerta.gateway.subject.ErasedRows.Recipient;
import io.compuerta.gateway.subject.Subject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a subject out of the ledger's tables: digests become {@link Subject#ERASED}, reasons of ratings go. Rows stay, so
 * that a tenant's sums of money and tokens stay what they were.
 */
final class SubjectRows {

    private static final String REASONS = """
            UPDATE feedback SET reason = NULL
            WHERE tenant = ? AND request_id IN (SELECT request_id FROM requests WHERE tenant = ? AND user_digest = ?)
            """;
    private static final String REQUESTS =
            "UPDATE requests SET user_digest = '" + Subject.ERASED + "' WHERE tenant = ? AND user_digest = ?";
    private static final String EGRESS =
            "UPDATE egress SET user_digest = '" + Subject.ERASED + "' WHERE tenant = ? AND user_digest = ?";

    /** SQLite takes the other columns from the row that has the maximum. */
    private static final String RECIPIENTS = """
            SELECT provider, count(*) AS calls, max(at) AS last, retention_days FROM egress
            WHERE tenant = ? AND user_digest = ? AND outcome = 'sent' GROUP BY provider ORDER BY provider
            """;

    private SubjectRows() {}

    /** All or nothing: the caller commits, or rolls back after an error. */
    static ErasedRows erase(Connection connection, Subject subject) throws SQLException {
        List<Recipient> recipients = recipients(connection, subject);
        long feedback = update(connection, REASONS, subject.tenant(), subject.tenant(), subject.digest());
        long requests = update(connection, REQUESTS, subject.tenant(), subject.digest());
        long egress = update(connection, EGRESS, subject.tenant(), subject.digest());
        return new ErasedRows(requests, feedback, egress, recipients);
    }

    private static List<Recipient> recipients(Connection connection, Subject subject) throws SQLException {
        List<Recipient> recipients = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(RECIPIENTS)) {
            query.setString(1, subject.tenant());
            query.setString(2, subject.digest());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    recipients.add(new Recipient(
                            row.getString("provider"),
                            row.getLong("calls"),
                            Instant.parse(row.getString("last")),
                            EgressRow.retentionDays(row)));
                }
            }
        }
        return recipients;
    }

    private static long update(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            Row row = new Row(update);
            for (String value : values) {
                row.text(value);
            }
            return update.executeUpdate();
        }
    }
}
