package dev.hawser.identity.internal.vault;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Wraps data keys that are under former keys with the current one, a few in each transaction. An
 * item that is changed meanwhile is left to whoever changed it. It may stop anywhere: what is done
 * is done, and the next run finds what is left.
 */
final class Rewrapping {
  static final int BATCH = 50;
  private static final UUID FIRST = new UUID(0, 0);

  private record Item(UUID id, Binding binding, WrappedKey key) {}

  private final DataSource dataSource;
  private final KeyEncryption keys;
  private final Vault vault;

  Rewrapping(DataSource dataSource, KeyEncryption keys, Vault vault) {
    this.dataSource = dataSource;
    this.keys = keys;
    this.vault = vault;
  }

  /**
   * Goes through all items once.
   *
   * @return those that do not decrypt
   */
  Set<UUID> run(BooleanSupplier goOn) throws SQLException {
    Set<UUID> damaged = new HashSet<>();
    List<String> former = former();
    UUID after = FIRST;
    while (!former.isEmpty() && goOn.getAsBoolean()) {
      try (Connection connection = dataSource.getConnection()) {
        List<Item> items = read(connection, former, after);
        if (items.isEmpty()) {
          return damaged;
        }
        write(connection, items, damaged);
        after = items.getLast().id();
      }
    }
    return damaged;
  }

  /** Keys that are older than the current one; newer ones are another replica's current ones. */
  List<String> former() {
    List<String> all = keys.keys();
    return all.subList(0, Math.max(0, all.indexOf(keys.current())));
  }

  private static List<Item> read(Connection connection, List<String> former, UUID after)
      throws SQLException {
    String select =
        """
        select id, organization_id, project_id, user_id, purpose, key_id, wrapped_key
        from identity.vault_item
        where key_id = any(?) and id > ? order by id limit ?
        """;
    List<Item> items = new ArrayList<>();
    Array ids = connection.createArrayOf("text", former.toArray());
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      statement.setArray(1, ids);
      statement.setObject(2, after);
      statement.setInt(3, BATCH);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          UUID id = rows.getObject(1, UUID.class);
          Binding binding =
              new Binding(
                  new OrganizationId(rows.getObject(2, UUID.class)),
                  owner(rows.getObject(3, UUID.class), rows.getObject(4, UUID.class)),
                  rows.getString(5),
                  id);
          items.add(new Item(id, binding, new WrappedKey(rows.getString(6), rows.getBytes(7))));
        }
      }
    } finally {
      ids.free();
    }
    return items;
  }

  /** At most one of the two is there: a constraint of the table. */
  private static Binding.Owner owner(@Nullable UUID project, @Nullable UUID user) {
    if (project != null) {
      return new Binding.Owner.Project(new ProjectId(project));
    }
    return user == null ? new Binding.Owner.All() : new Binding.Owner.User(user);
  }

  /** In one statement, so in one transaction. */
  private void write(Connection connection, List<Item> items, Set<UUID> damaged)
      throws SQLException {
    String update =
        """
        update identity.vault_item set key_id = ?, wrapped_key = ?
        where id = ? and wrapped_key = ?
        """;
    connection.setAutoCommit(false);
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      for (Item item : items) {
        try {
          WrappedKey next = vault.rewrap(item.binding(), item.key());
          statement.setString(1, next.keyId());
          statement.setBytes(2, next.bytes());
          statement.setObject(3, item.id());
          statement.setBytes(4, item.key().bytes());
          statement.addBatch();
        } catch (HawserException.Internal e) {
          damaged.add(item.id());
        }
      }
      statement.executeBatch();
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
