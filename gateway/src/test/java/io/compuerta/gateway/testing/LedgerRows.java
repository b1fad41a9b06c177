package io.compuerta.gateway.testing;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the ledger as an administrator's tool would: from the file, while the gateway runs. */
public final class LedgerRows {

    private final Path file;

    public LedgerRows(Path file) {
        this.file = file;
    }

    /** The row of that request, as soon as it is written. */
    public Map<String, Object> of(String requestId) {
        return await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> rows(requestId), rows -> !rows.isEmpty())
                .getFirst();
    }

    public List<Map<String, Object>> rows(String requestId) throws SQLException {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var query = connection.prepareStatement("SELECT * FROM requests WHERE request_id = ?")) {
            query.setString(1, requestId);
            try (var result = query.executeQuery()) {
                while (result.next()) {
                    Map<String, Object> row = new LinkedHashMap<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.put(result.getMetaData().getColumnName(i), result.getObject(i));
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    /** Everything in the file as text, to look for what must not be there. */
    public String dump() throws SQLException {
        StringBuilder all = new StringBuilder();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var result = connection.createStatement().executeQuery("SELECT * FROM requests")) {
            while (result.next()) {
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    all.append(result.getString(i)).append('|');
                }
                all.append('\n');
            }
        }
        return all.toString();
    }
}
