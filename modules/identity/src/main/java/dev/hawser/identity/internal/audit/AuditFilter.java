package dev.hawser.identity.internal.audit;

import dev.hawser.core.audit.RecordedAudit;
import dev.hawser.core.tenancy.OrganizationId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of a log are wanted; what is null does not matter.
 *
 * @param actor who did it
 * @param action the action, or its beginning up to a dot: {@code workflows} or {@code
 *     workflows.deployed}
 * @param target the id or name of what it was done to
 * @param project where
 * @param from at or after
 * @param to before
 */
public record AuditFilter(
    @Nullable String actor,
    @Nullable String action,
    @Nullable String target,
    @Nullable String project,
    @Nullable Instant from,
    @Nullable Instant to) {
  /** Everything. */
  public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null);

  /** Which part of the wanted entries, and in which order. */
  record Part(long after, long before, boolean newestFirst, int limit) {}

  List<Entry> read(Connection connection, OrganizationId organization, Part part)
      throws SQLException {
    StringBuilder sql =
        new StringBuilder(
            """
            select sequence, entry, hash from identity.audit_entry
            where organization_id = ? and sequence > ? and sequence < ?
            """);
    List<Object> values = new ArrayList<>();
    values.add(organization.value());
    values.add(part.after());
    values.add(part.before());
    add(sql, values, " and actor = ?", actor);
    if (action != null) {
      sql.append(" and (action = ? or action like ?)");
      values.add(action);
      values.add(action.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + ".%");
    }
    add(sql, values, " and target_id = ?", target);
    add(sql, values, " and project = ?", project);
    add(sql, values, " and at collate \"C\" >= ?", from == null ? null : RecordedAudit.time(from));
    add(sql, values, " and at collate \"C\" < ?", to == null ? null : RecordedAudit.time(to));
    sql.append(part.newestFirst() ? " order by sequence desc limit " : " order by sequence limit ")
        .append(part.limit());
    List<Entry> entries = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          entries.add(AuditRows.entry(rows));
        }
      }
    }
    return entries;
  }

  private static void add(
      StringBuilder sql, List<Object> values, String condition, @Nullable String value) {
    if (value != null) {
      sql.append(condition);
      values.add(value);
    }
  }
}
