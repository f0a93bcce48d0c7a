package dev.hawser.identity.internal.vault;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The table {@code vault_key}: which key-encryption keys data was written under. */
final class KeyRegistry {
  /**
   * @param proof a text that everybody knows, wrapped with the key
   * @param needed whether data is under it, or new data would be
   */
  record Known(String id, byte[] proof, boolean needed) {}

  private KeyRegistry() {}

  /** Until the transaction ends, nobody else makes or registers a key. */
  static void lock(Connection transaction) throws SQLException {
    try (Statement statement = transaction.createStatement()) {
      statement.execute("lock table identity.vault_key in share row exclusive mode");
    }
  }

  /** All that were ever registered, oldest first. */
  static List<Known> all(Connection connection) throws SQLException {
    String select =
        """
        select k.id, k.proof,
          k.number = (select max(number) from identity.vault_key)
            or exists (select 1 from identity.vault_item i where i.key_id = k.id)
        from identity.vault_key k order by k.number
        """;
    List<Known> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(select)) {
      while (rows.next()) {
        all.add(new Known(rows.getString(1), rows.getBytes(2), rows.getBoolean(3)));
      }
    }
    return all;
  }

  /** Their ids, in the order in which they came into use. */
  static List<String> ids(Connection connection) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select id from identity.vault_key order by number")) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }

  /** The key comes into use again, after those that came later. */
  static void makeNewest(Connection transaction, String id) throws SQLException {
    String update = "update identity.vault_key set number = default where id = ?";
    try (PreparedStatement statement = transaction.prepareStatement(update)) {
      statement.setString(1, id);
      statement.executeUpdate();
    }
  }

  /** The same for a database that may not have this module's tables yet. */
  static List<Known> allIfMigrated(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select to_regclass('identity.vault_item') is not null")) {
      return row.next() && row.getBoolean(1) ? all(connection) : List.of();
    }
  }

  static void add(Connection transaction, String id, byte[] proof, Instant now)
      throws SQLException {
    String insert =
        "insert into identity.vault_key (id, proof, created_at) values (?, ?, ?)"
            + " on conflict (id) do nothing";
    try (PreparedStatement statement = transaction.prepareStatement(insert)) {
      statement.setString(1, id);
      statement.setBytes(2, proof);
      statement.setTimestamp(3, Timestamp.from(now));
      statement.executeUpdate();
    }
  }
}
