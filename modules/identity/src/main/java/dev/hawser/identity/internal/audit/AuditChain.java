package dev.hawser.identity.internal.audit;

import dev.hawser.core.audit.RecordedAudit;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.outbox.OutboxEvent;
import dev.hawser.core.outbox.OutboxHandler;
import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.core.postgres.PostgresErrors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Puts entries at the ends of the chains. Whoever does it holds the chain's row until the commit,
 * so there is one order, whoever delivers; an entry that is there already is not added again.
 */
@Singleton
final class AuditChain implements OutboxHandler {
  private static final ErrorCode UNAVAILABLE = new ErrorCode("identity.unavailable");
  private static final ErrorCode REFUSED = new ErrorCode("identity.audit-entry-refused");

  private final DataSource dataSource;

  private record Head(long sequence, ChainHash hash) {}

  AuditChain(@Named("identity") DataSource dataSource) {
    this.dataSource = PlainDataSources.plain(dataSource);
  }

  @Override
  public String name() {
    return RecordedAudit.EVENT;
  }

  @Override
  public void handle(List<OutboxEvent> events) {
    // In the order of the organizations, so that two that deliver do not wait for each other.
    Map<UUID, List<NewEntry>> byOrganization = new TreeMap<>();
    for (OutboxEvent event : events) {
      NewEntry entry = NewEntry.of(event);
      byOrganization
          .computeIfAbsent(entry.organization().value(), id -> new ArrayList<>())
          .add(entry);
    }
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        for (var chain : byOrganization.entrySet()) {
          append(connection, chain.getKey(), chain.getValue());
        }
        connection.commit();
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw PostgresErrors.isTransient(e)
          ? new HawserException.Unavailable(UNAVAILABLE, "The audit log cannot be written now", e)
          : new HawserException.Internal(REFUSED, "The audit log refuses an entry", e);
    }
  }

  private static void append(Connection transaction, UUID organization, List<NewEntry> entries)
      throws SQLException {
    Head head = lock(transaction, organization);
    Set<UUID> known = known(transaction, entries);
    long sequence = head.sequence();
    ChainHash hash = head.hash();
    String insert =
        """
        insert into identity.audit_entry (organization_id, sequence, id, entry, hash)
        values (?, ?, ?, cast(? as json), ?)
        """;
    try (PreparedStatement statement = transaction.prepareStatement(insert)) {
      for (NewEntry entry : entries) {
        if (known.add(entry.id())) {
          sequence++;
          String text = entry.text(sequence);
          hash = hash.next(text);
          statement.setObject(1, organization);
          statement.setLong(2, sequence);
          statement.setObject(3, entry.id());
          statement.setString(4, text);
          statement.setBytes(5, hash.bytes());
          statement.addBatch();
        }
      }
      statement.executeBatch();
    }
    if (sequence > head.sequence()) {
      move(transaction, organization, new Head(sequence, hash));
    }
  }

  private static Head lock(Connection transaction, UUID organization) throws SQLException {
    String select =
        "select sequence, hash from identity.audit_chain where organization_id = ? for update";
    String begin =
        "insert into identity.audit_chain (organization_id) values (?) on conflict do nothing";
    while (true) {
      try (PreparedStatement statement = transaction.prepareStatement(select)) {
        statement.setObject(1, organization);
        try (ResultSet row = statement.executeQuery()) {
          if (row.next()) {
            return new Head(row.getLong(1), new ChainHash(row.getBytes(2)));
          }
        }
      }
      try (PreparedStatement statement = transaction.prepareStatement(begin)) {
        statement.setObject(1, organization);
        statement.executeUpdate();
      }
    }
  }

  private static Set<UUID> known(Connection transaction, List<NewEntry> entries)
      throws SQLException {
    Set<UUID> known = new HashSet<>();
    Array ids = transaction.createArrayOf("uuid", entries.stream().map(NewEntry::id).toArray());
    try (PreparedStatement statement =
        transaction.prepareStatement("select id from identity.audit_entry where id = any(?)")) {
      statement.setArray(1, ids);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          known.add(rows.getObject(1, UUID.class));
        }
      }
    } finally {
      ids.free();
    }
    return known;
  }

  private static void move(Connection transaction, UUID organization, Head head)
      throws SQLException {
    String update =
        "update identity.audit_chain set sequence = ?, hash = ? where organization_id = ?";
    try (PreparedStatement statement = transaction.prepareStatement(update)) {
      statement.setLong(1, head.sequence());
      statement.setBytes(2, head.hash().bytes());
      statement.setObject(3, organization);
      statement.executeUpdate();
    }
  }
}
