package dev.hawser.identity.internal.audit;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.lock.LeaderDuty;
import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.AuditSettings;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves old entries into the blob store. Which ones make the next segment is written down first, so
 * whoever goes on after a crash makes the same one; entries are deleted in the transaction that
 * notes the segment. A log that does not hold is not touched.
 */
@Singleton
final class AuditArchive implements LeaderDuty {
  static final int MOST_ENTRIES = 10_000;
  static final long MOST_CHARACTERS = 8L << 20;
  private static final Logger LOG = LoggerFactory.getLogger(AuditArchive.class);

  private final DataSource dataSource;
  private final SegmentBlobs segments;
  private final Duration retention;

  AuditArchive(
      @Named("identity") DataSource dataSource, SegmentBlobs segments, SettingValues settings) {
    this.dataSource = PlainDataSources.plain(dataSource);
    this.segments = segments;
    this.retention = settings.get(AuditSettings.RETENTION);
  }

  @Override
  public String name() {
    return "archive of the audit log";
  }

  @Override
  public Duration every() {
    return Duration.ofHours(1);
  }

  @Override
  public void run(BooleanSupplier leading) {
    UUID after = new UUID(0, 0);
    try {
      Optional<UUID> next = nextWithOldEntries(after);
      while (next.isPresent() && leading.getAsBoolean()) {
        after = next.get();
        OrganizationId organization = new OrganizationId(after);
        boolean more = true;
        while (more && leading.getAsBoolean()) {
          more = archiveOne(organization);
        }
        next = nextWithOldEntries(after);
      }
    } catch (SQLException e) {
      throw AuditLog.failure(e);
    }
  }

  /** By the clock of Postgres, as its trigger has it, which refuses to delete young entries. */
  private Optional<UUID> nextWithOldEntries(UUID after) throws SQLException {
    String select =
        """
        select c.organization_id from identity.audit_chain c
        join identity.audit_entry e on e.organization_id = c.organization_id
          and e.sequence = c.archived_sequence + 1
        where c.organization_id > ? and e.recorded_at < now() - ? * interval '1 second'
        order by 1 limit 1
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(select)) {
      statement.setObject(1, after);
      statement.setLong(2, retention.toSeconds());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
      }
    }
  }

  /** Makes one segment; false when there is nothing to do, or nothing that may be done. */
  private boolean archiveOne(OrganizationId organization) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    Segment segment;
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        AuditRows.Head head = AuditRows.head(connection, organization).orElseThrow();
        long until = plan(connection, organization, head.archivedSequence());
        connection.commit();
        if (until == 0) {
          return false;
        }
        ChainWalk walk = new ChainWalk(organization, head.archivedSequence(), head.archivedHash());
        AuditRows.forEach(
            connection,
            organization,
            head.archivedSequence(),
            entry -> entry.sequence() <= until && walk.step(entry) && entries.add(entry));
        if (walk.sequence() < until) {
          LOG.error(
              "The audit log of {} does not hold at entry {} and is not archived; see \"hawser"
                  + " audit verify\"",
              organization,
              walk.sequence() + 1);
          return false;
        }
        segment =
            new Segment(
                organization, head.archivedSequence() + 1, until, head.archivedHash(), walk.hash());
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
    if (!segments.put(segment, entries)) {
      LOG.error("There is another segment under the name {}; nothing is archived", segment.key());
      return false;
    }
    return note(segment);
  }

  /** Which entry is the last one of the next segment; 0 when none is old enough. */
  private long plan(Connection transaction, OrganizationId organization, long archived)
      throws SQLException {
    String known =
        """
        select coalesce(archiving_until, 0) from identity.audit_chain
        where organization_id = ? and archived_sequence = ? for update
        """;
    try (PreparedStatement statement = transaction.prepareStatement(known)) {
      statement.setObject(1, organization.value());
      statement.setLong(2, archived);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return 0; // another leader is faster
        }
        if (row.getLong(1) > 0) {
          return row.getLong(1);
        }
      }
    }
    long until = lastOldEntry(transaction, organization, archived);
    if (until > 0) {
      String update =
          "update identity.audit_chain set archiving_until = ? where organization_id = ?";
      try (PreparedStatement statement = transaction.prepareStatement(update)) {
        statement.setLong(1, until);
        statement.setObject(2, organization.value());
        statement.executeUpdate();
      }
    }
    return until;
  }

  private long lastOldEntry(Connection transaction, OrganizationId organization, long archived)
      throws SQLException {
    String select =
        """
        select coalesce(max(sequence), 0) from (
          select sequence, recorded_at, sum(length(entry::text)) over (order by sequence) as size,
            row_number() over (order by sequence) as number
          from identity.audit_entry
          where organization_id = ? and sequence > ? and sequence <= ?
        ) next
        where recorded_at < now() - ? * interval '1 second' and (size <= ? or number = 1)
        """;
    try (PreparedStatement statement = transaction.prepareStatement(select)) {
      statement.setObject(1, organization.value());
      statement.setLong(2, archived);
      statement.setLong(3, archived + MOST_ENTRIES);
      statement.setLong(4, retention.toSeconds());
      statement.setLong(5, MOST_CHARACTERS);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /** Notes that the segment is stored, and deletes what is in it; one of two that try does it. */
  private boolean note(Segment segment) throws SQLException {
    String update =
        """
        update identity.audit_chain
        set archived_sequence = ?, archived_hash = ?, archiving_until = null
        where organization_id = ? and archived_sequence = ?
        """;
    String delete =
        "delete from identity.audit_entry where organization_id = ? and sequence between ? and ?";
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement note = connection.prepareStatement(update);
          PreparedStatement forget = connection.prepareStatement(delete)) {
        note.setLong(1, segment.to());
        note.setBytes(2, segment.hash().bytes());
        note.setObject(3, segment.organization().value());
        note.setLong(4, segment.from() - 1);
        if (note.executeUpdate() == 0) {
          return false; // another leader has done it
        }
        forget.setObject(1, segment.organization().value());
        forget.setLong(2, segment.from());
        forget.setLong(3, segment.to());
        forget.executeUpdate();
        connection.commit();
        LOG.info(
            "{} entries of the audit log were archived as {}",
            segment.to() - segment.from() + 1,
            segment.key());
        return true;
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }
}
