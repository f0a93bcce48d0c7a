package dev.hawser.identity.internal.vault;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.postgres.PostgresErrors;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** New keys, and the work that follows from them. */
public final class Rotation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rotation.class);
  private static final ErrorCode GIVEN = new ErrorCode("identity.vault-keyset-given");
  private static final ErrorCode UNWRITABLE = new ErrorCode("identity.vault-keyset-unwritable");
  private static final ErrorCode UNAVAILABLE = new ErrorCode("identity.unavailable");

  private final VaultKeys keys;
  private final DataSource dataSource;
  private final VaultAudit audit;
  private final InstantSource clock;
  private final Rewrapping rewrapping;
  private final ReentrantLock running = new ReentrantLock();
  private volatile Set<UUID> damaged = Set.of();
  private volatile @Nullable String failure;
  private volatile boolean closed;

  /**
   * @param dataSource a plain pool of this module's schema
   */
  public Rotation(
      VaultKeys keys, Vault vault, DataSource dataSource, VaultAudit audit, InstantSource clock) {
    this.keys = keys;
    this.dataSource = dataSource;
    this.audit = audit;
    this.clock = clock;
    this.rewrapping = new Rewrapping(dataSource, keys.encryption(), vault);
  }

  /**
   * Makes a new key the current one and begins to re-wrap in the background. While data is still
   * under former keys no other key is made: then this goes on with what is left. Neither is one
   * made where a cloud keeps the key, nor when data is under keys of another keeper: then that data
   * is wrapped with the key in use.
   *
   * @return whether a new key was made
   * @throws HawserException.Conflict when the keyset is given by a setting, or cannot be written
   */
  public boolean rotate() {
    failure = null;
    boolean waits = waiting() > damaged.size();
    boolean changed = inTransaction(transaction -> takeOver(transaction, waits));
    boolean needsKey = !changed && !keys.isInCloud();
    if (needsKey && !keys.canMakeKey()) {
      throw new HawserException.Conflict(
          GIVEN,
          "The keyset is given by hawser.vault.keyset, which the server cannot change: add a key"
              + " with \"hawser vault keyset add\" (docs/operations/vault.md).");
    }
    boolean made = needsKey && !waits && inTransaction(this::makeKey);
    Thread.ofVirtual().name("vault-rewrap").start(() -> rewrap(() -> true));
    return made;
  }

  /**
   * Takes over a changed keyset and re-wraps what is under former keys; returns when it is done.
   */
  void goOn(BooleanSupplier goOn) {
    try (Connection connection = dataSource.getConnection()) {
      keys.refresh(connection, clock);
    } catch (SQLException e) {
      throw unavailable(e);
    }
    if (waiting() > 0) {
      rewrap(goOn);
    }
  }

  public VaultStatus status() {
    Map<String, Long> counts = counts();
    List<String> present = keys.encryption().keys();
    List<VaultStatus.Key> all = new ArrayList<>();
    counts.forEach(
        (id, items) -> {
          if (!present.contains(id)) {
            all.add(new VaultStatus.Key(id, items, false));
          }
        });
    present.forEach(id -> all.add(new VaultStatus.Key(id, counts.getOrDefault(id, 0L), true)));
    return new VaultStatus(
        keys.encryption().current(),
        all,
        counts.values().stream().mapToLong(Long::longValue).sum(),
        waiting(counts),
        running.isLocked(),
        List.copyOf(damaged),
        failure);
  }

  /** Something with a transaction in which nobody else makes or registers a key. */
  private interface KeyChange {
    /**
     * @return what is to happen once it is committed; null when nothing was changed
     */
    @Nullable Runnable make(Connection transaction) throws SQLException, IOException;
  }

  private @Nullable Runnable takeOver(Connection transaction, boolean waits) throws SQLException {
    if (!keys.takeOver(transaction) && !(keys.isInCloud() && waits)) {
      return null;
    }
    String current = keys.encryption().current();
    audit.rotated(transaction, current);
    return () -> LOG.info("The vault wraps everything with the key {}", current);
  }

  private Runnable makeKey(Connection transaction) throws SQLException, IOException {
    LocalKeyset next = keys.withNewKey(transaction, clock);
    audit.rotated(transaction, next.current());
    return () -> {
      keys.use(next);
      LOG.info("The vault wraps with the new key {}", next.current());
    };
  }

  private boolean inTransaction(KeyChange change) {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        KeyRegistry.lock(connection);
        Runnable after = change.make(connection);
        connection.commit();
        if (after != null) {
          after.run();
        }
        keys.learnOrder(connection);
        return after != null;
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw unavailable(e);
    } catch (IOException e) {
      throw new HawserException.Conflict(
          UNWRITABLE, "The keyset cannot be written: " + e.getMessage());
    }
  }

  private void rewrap(BooleanSupplier goOn) {
    if (!running.tryLock()) {
      return; // it is being done
    }
    try {
      long before = waiting();
      Set<UUID> found = rewrapping.run(() -> !closed && goOn.getAsBoolean());
      found.stream()
          .filter(item -> !damaged.contains(item))
          .forEach(item -> LOG.error("The vault's item {} does not decrypt", item));
      damaged = found;
      failure = null;
      long left = waiting();
      if (left < before) {
        LOG.info("{} data keys of the vault were re-wrapped, {} wait", before - left, left);
      }
    } catch (HawserException.Unavailable e) {
      failure = "%s It goes on within two minutes".formatted(e.getMessage());
      LOG.warn("Re-wrapping of the vault's data keys stopped and will go on: {}", e.toString());
    } catch (SQLException | RuntimeException e) {
      failure = "Postgres does not answer, or refuses; it goes on within two minutes";
      LOG.warn("Re-wrapping of the vault's data keys stopped and will go on: {}", e.toString());
    } finally {
      running.unlock();
    }
  }

  private long waiting() {
    return waiting(counts());
  }

  private long waiting(Map<String, Long> counts) {
    return rewrapping.former().stream().mapToLong(id -> counts.getOrDefault(id, 0L)).sum();
  }

  /** Items by key. */
  private Map<String, Long> counts() {
    try (Connection connection = dataSource.getConnection()) {
      keys.learnOrder(connection);
      return counts(connection);
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static Map<String, Long> counts(Connection connection) throws SQLException {
    String select = "select key_id, count(*) from identity.vault_item group by key_id order by 1";
    Map<String, Long> counts = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(select)) {
      while (rows.next()) {
        counts.put(rows.getString(1), rows.getLong(2));
      }
      return counts;
    }
  }

  private static RuntimeException unavailable(SQLException e) {
    if (PostgresErrors.isTransient(e)) {
      return new HawserException.Unavailable(
          UNAVAILABLE, "The database cannot be reached right now; try again shortly.", e);
    }
    return new HawserException.Internal(UNAVAILABLE, "The vault's rows cannot be used", e);
  }

  /** Stops re-wrapping after the current few; the next start goes on. */
  @Override
  public void close() {
    closed = true;
  }
}
