package dev.hawser.identity.internal.audit;

import dev.hawser.core.tenancy.OrganizationId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Reads of the tables {@code audit_chain} and {@code audit_entry}. */
final class AuditRows {
  private static final int FETCH = 200;

  /** Where a log ends, and up to where it is in the archive. */
  record Head(long sequence, ChainHash hash, long archivedSequence, ChainHash archivedHash) {}

  private AuditRows() {}

  static Optional<Head> head(Connection connection, OrganizationId organization)
      throws SQLException {
    String select =
        """
        select sequence, hash, archived_sequence, archived_hash from identity.audit_chain
        where organization_id = ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      statement.setObject(1, organization.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Head(
                    row.getLong(1),
                    new ChainHash(row.getBytes(2)),
                    row.getLong(3),
                    new ChainHash(row.getBytes(4))))
            : Optional.empty();
      }
    }
  }

  /**
   * Hands over entries in their order, few in memory at a time, until the reader has enough.
   *
   * @param transaction not committed after each statement
   */
  static void forEach(
      Connection transaction, OrganizationId organization, long after, Predicate<Entry> reader)
      throws SQLException {
    String select =
        """
        select sequence, entry, hash from identity.audit_entry
        where organization_id = ? and sequence > ? order by sequence
        """;
    try (PreparedStatement statement = transaction.prepareStatement(select)) {
      statement.setFetchSize(FETCH);
      statement.setObject(1, organization.value());
      statement.setLong(2, after);
      try (ResultSet rows = statement.executeQuery()) {
        boolean more = true;
        while (more && rows.next()) {
          more = reader.test(entry(rows));
        }
      }
    }
  }

  /** Organizations with a log, in the order of their ids. */
  static List<OrganizationId> organizations(Connection connection, UUID after, int limit)
      throws SQLException {
    String select =
        """
        select organization_id from identity.audit_chain where organization_id > ?
        order by organization_id limit ?
        """;
    List<OrganizationId> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      statement.setObject(1, after);
      statement.setInt(2, limit);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(new OrganizationId(rows.getObject(1, UUID.class)));
        }
      }
    }
    return found;
  }

  /** The entry of a row that begins with sequence, text and hash. */
  static Entry entry(ResultSet row) throws SQLException {
    return new Entry(row.getLong(1), row.getString(2), new ChainHash(row.getBytes(3)));
  }
}
