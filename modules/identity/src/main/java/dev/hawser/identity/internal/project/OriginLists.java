package dev.hawser.identity.internal.project;

import dev.hawser.core.tenancy.ProjectId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The lists of allowed origins of all projects that have one, as they were when so many changes had
 * been made. The number is read before the lists: they may be newer than it says, never older.
 *
 * @param number negative when nothing was read yet
 */
record OriginLists(long number, Map<ProjectId, AllowedOrigins> byProject) {
  static final OriginLists UNKNOWN = new OriginLists(-1, Map.of());

  private static final String NUMBER =
      "select coalesce(max(number), 0) from identity.allowed_origins_change";
  private static final String LISTS =
      "select id, allowed_origins from identity.project where allowed_origins <> '{}'";

  boolean areKnown() {
    return number >= 0;
  }

  /** The lists as they are now: these when nothing was changed. */
  OriginLists readAgain(Connection connection) throws SQLException {
    long now;
    try (PreparedStatement select = connection.prepareStatement(NUMBER);
        ResultSet row = select.executeQuery()) {
      row.next();
      now = row.getLong(1);
    }
    return now == number ? this : new OriginLists(now, lists(connection));
  }

  private static Map<ProjectId, AllowedOrigins> lists(Connection connection) throws SQLException {
    Map<ProjectId, AllowedOrigins> lists = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(LISTS);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Array texts = row.getArray(2);
        lists.put(
            new ProjectId(row.getObject(1, UUID.class)),
            AllowedOrigins.of(Arrays.asList((String[]) texts.getArray())));
        texts.free();
      }
    }
    return Map.copyOf(lists);
  }
}
