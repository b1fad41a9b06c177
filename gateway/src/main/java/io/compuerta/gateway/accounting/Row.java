package io.compuerta.gateway.accounting;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** Fills a statement's parameters one after another. */
final class Row {

    private final PreparedStatement statement;
    private int index;

    Row(PreparedStatement statement) {
        this.statement = statement;
    }

    void text(@Nullable String value) throws SQLException {
        statement.setString(++index, value);
    }

    void number(@Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(++index, Types.INTEGER);
        } else {
            statement.setLong(++index, value);
        }
    }

    void real(@Nullable Double value) throws SQLException {
        if (value == null) {
            statement.setNull(++index, Types.REAL);
        } else {
            statement.setDouble(++index, value);
        }
    }
}
