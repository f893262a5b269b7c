package org.garner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns lists into the text arrays that statements unnest, and columns into values. */
final class Columns {
    private Columns() {}

    static <T> @Nullable String[] texts(Collection<T> rows, Function<T, @Nullable Object> column) {
        var texts = new @Nullable String[rows.size()];
        int i = 0;
        for (var row : rows) {
            var value = column.apply(row);
            texts[i++] = value == null ? null : value.toString();
        }
        return texts;
    }

    static @Nullable String[] ids(Collection<UUID> ids) {
        return texts(ids, id -> id);
    }

    /** The text without NUL, which Postgres refuses even in a comparison. */
    static String storable(String text) {
        return text.replace("\u0000", "");
    }

    static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    /** The time in a column that is never null. */
    static Instant time(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(instant(row, column), column);
    }

    /** The texts of an array column that is never null and has no null in it. */
    static List<String> strings(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
        var value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    static @Nullable Long number(ResultSet row, String column) throws SQLException {
        var value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
