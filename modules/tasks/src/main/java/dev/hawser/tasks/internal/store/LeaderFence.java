package dev.hawser.tasks.internal.store;

import dev.hawser.core.lock.Leadership;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Refuses what a former leader still wants to write. */
final class LeaderFence {
  private static final String SEEN = "select token from leader_fence where name = ? for share";

  private static final String RAISE =
      """
      insert into leader_fence as f (name, token) values (?, ?)
      on conflict (name) do update set token = excluded.token where f.token < excluded.token
      returning token
      """;

  private LeaderFence() {}

  /**
   * Whether nobody with a larger token wrote as leader of this name; holds until the transaction
   * ends.
   */
  static boolean holds(Connection connection, Leadership leadership) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SEEN)) {
      select.setString(1, leadership.name());
      try (ResultSet row = select.executeQuery()) {
        if (row.next() && row.getLong(1) == leadership.fencingToken()) {
          return true;
        }
      }
    }
    try (PreparedStatement raise = connection.prepareStatement(RAISE)) {
      raise.setString(1, leadership.name());
      raise.setLong(2, leadership.fencingToken());
      try (ResultSet row = raise.executeQuery()) {
        return row.next();
      }
    }
  }
}
