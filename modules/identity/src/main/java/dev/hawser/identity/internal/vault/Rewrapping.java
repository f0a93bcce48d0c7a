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

  private record Change(Item item, WrappedKey next) {}

  /**
   * @param failure why not all were re-wrapped
   */
  private record Rewrapped(List<Change> done, HawserException.@Nullable Unavailable failure) {}

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
   * @throws HawserException.Unavailable when a key service is away; what was done is done
   */
  Set<UUID> run(BooleanSupplier goOn) throws SQLException {
    Set<UUID> damaged = new HashSet<>();
    List<String> former = former();
    UUID after = FIRST;
    while (!former.isEmpty() && goOn.getAsBoolean()) {
      List<Item> items = read(former, after);
      if (items.isEmpty()) {
        return damaged;
      }
      Rewrapped next = rewrapped(items, damaged);
      write(next.done());
      if (next.failure() != null) {
        throw next.failure();
      }
      after = items.getLast().id();
    }
    return damaged;
  }

  /** Keys that are older than the current one; newer ones are another replica's current ones. */
  List<String> former() {
    List<String> all = keys.keys();
    return all.subList(0, Math.max(0, all.indexOf(keys.current())));
  }

  private List<Item> read(List<String> former, UUID after) throws SQLException {
    String select =
        """
        select id, organization_id, project_id, user_id, purpose, key_id, wrapped_key
        from identity.vault_item
        where key_id = any(?) and id > ? order by id limit ?
        """;
    List<Item> items = new ArrayList<>();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(select)) {
      Array ids = connection.createArrayOf("text", former.toArray());
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

  /**
   * A key service may be asked here, so no connection is held. What is done before it fails counts.
   */
  private Rewrapped rewrapped(List<Item> items, Set<UUID> damaged) {
    List<Change> done = new ArrayList<>();
    for (Item item : items) {
      try {
        done.add(new Change(item, vault.rewrap(item.binding(), item.key())));
      } catch (HawserException.Internal e) {
        damaged.add(item.id());
      } catch (HawserException.Unavailable e) {
        return new Rewrapped(done, e);
      }
    }
    return new Rewrapped(done, null);
  }

  /** In one statement, so in one transaction. */
  private void write(List<Change> changes) throws SQLException {
    String update =
        """
        update identity.vault_item set key_id = ?, wrapped_key = ?
        where id = ? and wrapped_key = ?
        """;
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement statement = connection.prepareStatement(update)) {
        for (Change change : changes) {
          statement.setString(1, change.next().keyId());
          statement.setBytes(2, change.next().bytes());
          statement.setObject(3, change.item().id());
          statement.setBytes(4, change.item().key().bytes());
          statement.addBatch();
        }
        statement.executeBatch();
        connection.commit();
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }
}
