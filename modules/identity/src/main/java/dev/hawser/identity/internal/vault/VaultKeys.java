package dev.hawser.identity.internal.vault;

import dev.hawser.core.health.PartHealth;
import dev.hawser.identity.internal.vault.KeyEncryption.DamagedException;
import dev.hawser.identity.internal.vault.KeyEncryption.KeyMissingException;
import dev.hawser.identity.internal.vault.KeyRegistry.Known;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of this installation: they and the database agree, or there is no start. A key is safe
 * where it is kept before it is in the database, and it is in the database before anything is
 * written under it; so a process that dies in between leaves a key that nobody uses.
 */
public final class VaultKeys implements AutoCloseable {
  private final KeysetSource source;
  private final @Nullable LocalKeys local;
  private final CloudKeys clouds;
  private final Keyring ring;

  private VaultKeys(KeysetSource source, @Nullable LocalKeys local, CloudKeys clouds) {
    this.source = source;
    this.local = local;
    this.clouds = clouds;
    this.ring =
        new Keyring(local == null ? null : local.encryption(), clouds.wrapping(), clouds.others());
  }

  public static KeysetSource file(Path path) {
    return new KeysetFile(path);
  }

  public static KeysetSource given(String json) {
    return new KeysetSource.Given(json);
  }

  /**
   * Opens the keys, and makes the first one where there is none anywhere.
   *
   * @param clouds closed by what is returned, and when there is none
   * @param connection with nothing begun; a transaction is made and ended
   * @throws UnusableKeysetException when the keys are not those that the database needs
   */
  public static VaultKeys open(
      KeysetSource source, CloudKeys clouds, Connection connection, InstantSource clock)
      throws UnusableKeysetException, SQLException {
    boolean done = false;
    try {
      clouds.prove(KeyRegistry.all(connection)); // may take its time: not with the lock
      connection.setAutoCommit(false);
      try {
        KeyRegistry.lock(connection);
        List<Known> known = KeyRegistry.all(connection);
        LocalKeys local = LocalKeys.find(source, neededLocally(known)).orElse(null);
        if (local == null && clouds.wrapping() == null) {
          local = LocalKeys.first(source);
        }
        VaultKeys keys = new VaultKeys(source, local, clouds);
        keys.check(known);
        keys.register(connection, clock);
        keys.learnOrder(connection);
        connection.commit();
        done = true;
        return keys;
      } finally {
        connection.rollback(); // does nothing when it was committed
        connection.setAutoCommit(true);
      }
    } finally {
      if (!done) {
        clouds.close();
      }
    }
  }

  /**
   * What {@link #open} would find, without changing anything.
   *
   * @param connection to a database that may not be migrated; empty to look at the keys only
   * @return empty when there is no keyset yet and none is needed, and no cloud's key
   */
  public static Optional<VaultKeys> inspect(
      KeysetSource source, CloudKeys clouds, Optional<Connection> connection)
      throws UnusableKeysetException, SQLException {
    List<Known> known =
        connection.isPresent() ? KeyRegistry.allIfMigrated(connection.get()) : List.of();
    clouds.prove(known);
    LocalKeys local = LocalKeys.find(source, neededLocally(known)).orElse(null);
    if (local == null && clouds.wrapping() == null) {
      return Optional.empty();
    }
    VaultKeys keys = new VaultKeys(source, local, clouds);
    keys.check(known);
    return Optional.of(keys);
  }

  public KeyEncryption encryption() {
    return ring;
  }

  /** For people: {@code 2 keys in the file /var/lib/hawser/vault-keyset.json}. */
  public String shown() {
    CloudKey wrapping = clouds.wrapping();
    if (wrapping == null) {
      return local == null ? "no key" : local.shown();
    }
    return "the key " + wrapping.id() + (local == null ? "" : ", and " + local.shown());
  }

  /** Whether others than the owner can read the keyset. */
  public boolean isOpenToOthers() {
    return local != null && local.isOpenToOthers();
  }

  /** How the service is that keeps the key in use, without waiting; empty without one. */
  public Optional<PartHealth> health() {
    return clouds.health();
  }

  /** Whether a cloud keeps the key that wraps. */
  boolean isInCloud() {
    return clouds.wrapping() != null;
  }

  /** Whether {@link #withNewKey} can make a key. */
  boolean canMakeKey() {
    return !isInCloud() && local != null && local.canRotate();
  }

  /**
   * Makes the key in use the newest, when another keeper's is: data under that one then waits to be
   * wrapped with this one.
   *
   * @param transaction that holds {@link KeyRegistry#lock}
   * @return whether it was not the newest
   */
  boolean takeOver(Connection transaction) throws SQLException {
    String newest = KeyRegistry.all(transaction).getLast().id();
    boolean anothers = isInCloud() || !LocalKeyset.isIdOfOne(newest);
    if (!anothers || newest.equals(ring.current())) {
      return false;
    }
    KeyRegistry.makeNewest(transaction, ring.current());
    return true;
  }

  /**
   * Adds a key to the keyset and makes it the current one.
   *
   * @param transaction that holds {@link KeyRegistry#lock}; the key is used once {@link #use} was
   *     called after its commit
   */
  LocalKeyset withNewKey(Connection transaction, InstantSource clock)
      throws SQLException, IOException {
    List<String> known = KeyRegistry.all(transaction).stream().map(Known::id).toList();
    LocalKeyset next = keyset().withNewKey(known);
    register(transaction, next, clock);
    return next;
  }

  void use(LocalKeyset next) {
    keyset().encryption().use(next);
  }

  /** Takes over what another replica, or a person, has changed in the keyset's file. */
  void refresh(Connection connection, InstantSource clock) throws SQLException {
    LocalKeyset next = local == null ? null : local.changed().orElse(null);
    if (next != null) {
      if (!isInCloud()) {
        register(connection, next, clock);
      }
      use(next);
    }
    learnOrder(connection);
  }

  /** Which key is older than which, as all replicas see it. */
  void learnOrder(Connection connection) throws SQLException {
    ring.order(KeyRegistry.ids(connection));
  }

  private LocalKeys keyset() {
    if (local == null) {
      throw new IllegalStateException("there is no keyset");
    }
    return local;
  }

  private static List<String> neededLocally(List<Known> known) {
    return known.stream()
        .filter(Known::needed)
        .map(Known::id)
        .filter(LocalKeyset::isIdOfOne)
        .toList();
  }

  private void check(List<Known> known) throws UnusableKeysetException {
    List<String> present = ring.keys();
    List<String> missing =
        known.stream()
            .filter(key -> key.needed() && !present.contains(key.id()))
            .map(Known::id)
            .toList();
    if (missing.stream().anyMatch(id -> !LocalKeyset.isIdOfOne(id))) {
      throw new UnusableKeysetException(
          "The database holds data under the vault's %s, which no setting names"
              .formatted(LocalKeys.keys(missing)),
          "Name it in hawser.vault.other-keys, without what stands before its first colon; when"
              + " \"hawser vault rotate\" has wrapped everything with another key, it can go.");
    }
    if (!missing.isEmpty()) {
      throw new UnusableKeysetException(
          "The database holds data under the vault's %s, which %s not in %s"
              .formatted(
                  LocalKeys.keys(missing), missing.size() == 1 ? "is" : "are", source.shown()),
          LocalKeys.RESTORE.formatted(source.shown()));
    }
    for (Known key : known) {
      if (local != null && local.encryption().keys().contains(key.id()) && !proves(local, key)) {
        throw new UnusableKeysetException(
            "The %s in %s is another one than the database was encrypted with"
                .formatted(LocalKeys.keys(List.of(key.id())), source.shown()),
            LocalKeys.RESTORE.formatted(source.shown()));
      }
    }
  }

  private static boolean proves(LocalKeys local, Known key) {
    try {
      return Proof.isText(
          local
              .encryption()
              .unwrap(new WrappedKey(key.id(), key.proof()), Proof.context(key.id())));
    } catch (DamagedException | KeyMissingException e) {
      return false;
    }
  }

  private void register(Connection transaction, InstantSource clock) throws SQLException {
    CloudKey wrapping = clouds.wrapping();
    if (wrapping == null) {
      register(transaction, keyset().encryption().keyset(), clock);
    } else {
      KeyRegistry.add(transaction, wrapping.id(), clouds.proof(), clock.instant());
    }
  }

  private static void register(Connection connection, LocalKeyset keyset, InstantSource clock)
      throws SQLException {
    String id = keyset.current();
    WrappedKey proof =
        new LocalKeyEncryption(keyset, Optional::empty).wrap(Proof.text(), Proof.context(id));
    KeyRegistry.add(connection, id, proof.bytes(), clock.instant());
  }

  @Override
  public void close() {
    ring.close();
  }
}
