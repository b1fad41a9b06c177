package io.compuerta.gateway.accounting;

import io.compuerta.gateway.egress.EgressRecord;
import io.compuerta.gateway.subject.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An {@link EgressRecord} as a row of the table {@code egress}. */
final class EgressRow {

    static final String INSERT = """
            INSERT INTO egress (at, request_id, tenant, user_digest, provider, model, residency, retention_days, training,
                sensitivity, rule, policy_version, replaced, purpose, attempt, bytes, hmac, outcome, reason)
            VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """;

    /** Always as long, so that the order of the texts is that of the times. */
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private EgressRow() {}

    /** How the table writes a time. */
    static String stamp(Instant time) {
        return STAMP.format(time);
    }

    /** @param erased whether the user was erased since the request came in */
    static void fill(Row row, EgressRecord record, boolean erased) throws SQLException {
        row.text(stamp(record.at()));
        row.text(record.requestId());
        row.text(record.tenant());
        row.text(erased ? Subject.ERASED : record.userDigest());
        row.text(record.provider());
        row.text(record.model());
        row.text(String.join(",", record.residency()));
        row.number(
                record.retentionDays().isPresent()
                        ? (long) record.retentionDays().getAsInt()
                        : null);
        row.number(record.training().map(may -> may ? 1L : 0L).orElse(null));
        row.text(record.sensitivity());
        row.text(record.rule());
        row.text(record.policy());
        row.text(record.replaced().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(",")));
        row.text(record.purpose());
        row.number((long) record.attempt());
        row.number(record.bytes());
        row.text(record.hmac());
        row.text(record.outcome());
        row.text(record.refused().orElse(null));
    }

    static EgressRecord read(ResultSet row) throws SQLException {
        return new EgressRecord(
                Instant.parse(row.getString("at")),
                row.getString("request_id"),
                row.getString("tenant"),
                row.getString("user_digest"),
                row.getString("provider"),
                row.getString("model"),
                words(row.getString("residency")),
                retentionDays(row),
                training(row),
                row.getString("sensitivity"),
                row.getString("rule"),
                row.getString("policy_version"),
                counts(row.getString("replaced")),
                row.getString("purpose"),
                row.getInt("attempt"),
                row.getLong("bytes"),
                row.getString("hmac"),
                EgressRecord.SENT.equals(row.getString("outcome"))
                        ? Optional.empty()
                        : Optional.of(String.valueOf(row.getString("reason"))));
    }

    static OptionalInt retentionDays(ResultSet row) throws SQLException {
        int days = row.getInt("retention_days");
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(days);
    }

    private static Optional<Boolean> training(ResultSet row) throws SQLException {
        boolean may = row.getBoolean("training");
        return row.wasNull() ? Optional.empty() : Optional.of(may);
    }

    private static List<String> words(String joined) {
        return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(","));
    }

    private static Map<String, Integer> counts(String joined) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String entry : words(joined)) {
            int at = entry.indexOf('=');
            counts.put(entry.substring(0, at), Integer.valueOf(entry.substring(at + 1)));
        }
        return counts;
    }
}
