package dev.hawser.core.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The table of a module's outbox, for code that has its transaction in hand; other code uses {@link
 * Outbox}. The table lives in the module's schema, which has the name of its data source:
 *
 * <pre>{@code
 * create table outbox (
 *   number     bigint      generated always as identity primary key,
 *   id         uuid        not null unique,
 *   name       text        not null,
 *   payload    json        not null,
 *   created_at timestamptz not null default now(),
 *   attempts   int         not null default 0,
 *   due_at     timestamptz not null default now()
 * );
 * }</pre>
 */
public final class OutboxTable {
  private static final Pattern SCHEMA = Pattern.compile("[a-z_]+");

  private final String insert;

  /**
   * @param schema for example {@code workflows}
   */
  public OutboxTable(String schema) {
    this.insert =
        "insert into "
            + name(schema)
            + " (id, name, payload) values (?, ?, cast(? as json)) on conflict (id) do nothing";
  }

  static String name(String schema) {
    if (!SCHEMA.matcher(schema).matches()) {
      throw new IllegalArgumentException("Not a schema: " + schema);
    }
    return schema + ".outbox";
  }

  /** Adds events; one that is in the outbox already is not added again. */
  public void append(Connection transaction, List<OutboxEvent> events) throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = transaction.prepareStatement(insert)) {
      for (OutboxEvent event : events) {
        statement.setObject(1, event.id());
        statement.setString(2, event.name());
        statement.setString(3, event.payload());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
