package dev.hawser.tasks.internal.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Instants over JDBC. */
final class SqlTypes {
  private SqlTypes() {}

  static void setInstant(PreparedStatement statement, int index, @Nullable Instant value)
      throws SQLException {
    statement.setObject(
        index, value == null ? null : OffsetDateTime.ofInstant(value, ZoneOffset.UTC));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
