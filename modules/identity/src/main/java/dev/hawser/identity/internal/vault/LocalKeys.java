package dev.hawser.identity.internal.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.identity.internal.vault.KeyEncryption.DamagedException;
import dev.hawser.identity.internal.vault.KeyEncryption.KeyMissingException;
import dev.hawser.identity.internal.vault.KeyRegistry.Known;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of this installation: the keyset and the database agree, or there is no start. A key is
 * in the keyset, safely on disk, before it is in the database, and it is in the database before
 * anything is written under it; so a process that dies in between leaves a key that nobody uses.
 */
public final class LocalKeys {
  private static final Logger LOG = LoggerFactory.getLogger(LocalKeys.class);
  private static final byte[] PROOF = "hawser".getBytes(UTF_8);
  private static final String RESTORE =
      "Without its keys, nothing in the vault can ever be read again. Copy the keyset from the data"
          + " folder of another replica (vault-keyset.json) or from your backup to %s, or give it"
          + " as HAWSER_VAULT_KEYSET.";

  private final KeysetSource source;
  private final LocalKeyEncryption encryption;

  private LocalKeys(KeysetSource source, LocalKeyset keyset) {
    this.source = source;
    this.encryption = new LocalKeyEncryption(keyset, this::reread);
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
   * @param connection with nothing begun; a transaction is made and ended
   * @throws UnusableKeysetException when the keyset is not the one that the database needs
   */
  public static LocalKeys open(KeysetSource source, Connection connection, InstantSource clock)
      throws UnusableKeysetException, SQLException {
    connection.setAutoCommit(false);
    try {
      KeyRegistry.lock(connection);
      List<Known> known = KeyRegistry.all(connection);
      LocalKeys keys = new LocalKeys(source, found(source, known).orElseGet(() -> first(source)));
      keys.check(known);
      keys.register(connection, clock);
      connection.commit();
      return keys;
    } finally {
      connection.rollback(); // does nothing when it was committed
      connection.setAutoCommit(true);
    }
  }

  /**
   * What {@link #open} would find, without changing anything.
   *
   * @param connection to a database that may not be migrated; empty to look at the keyset only
   * @return empty when there is no keyset yet and none is needed
   */
  public static Optional<LocalKeys> inspect(KeysetSource source, Optional<Connection> connection)
      throws UnusableKeysetException, SQLException {
    List<Known> known =
        connection.isPresent() ? KeyRegistry.allIfMigrated(connection.get()) : List.of();
    Optional<LocalKeyset> keyset = found(source, known);
    if (keyset.isEmpty()) {
      return Optional.empty();
    }
    LocalKeys keys = new LocalKeys(source, keyset.get());
    keys.check(known);
    return Optional.of(keys);
  }

  public KeyEncryption encryption() {
    return encryption;
  }

  /** For people: {@code 2 keys in the file /var/lib/hawser/vault-keyset.json}. */
  public String shown() {
    int count = encryption.keys().size();
    return "%d %s in %s".formatted(count, count == 1 ? "key" : "keys", source.shown());
  }

  /** Whether others than the owner can read the keyset. */
  public boolean isOpenToOthers() {
    try {
      return source instanceof KeysetFile file && file.isOpenToOthers();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether {@link #rotate} can change the keyset. */
  boolean canRotate() {
    return source instanceof KeysetFile;
  }

  /**
   * Adds a key to the keyset and makes it the current one. When a former call died before the
   * database knew its new key, that key is taken.
   *
   * @param transaction that holds {@link KeyRegistry#lock}; the key is used once {@link #use} was
   *     called after its commit
   */
  LocalKeyset rotate(Connection transaction, InstantSource clock) throws SQLException, IOException {
    KeysetFile file = (KeysetFile) source;
    LocalKeyset now = reread().orElseThrow(() -> new IOException(file.shown() + " is gone"));
    if (lacksKeysInUse(now)) {
      throw new IOException(file.shown() + " lacks keys that are in use");
    }
    List<String> known = KeyRegistry.all(transaction).stream().map(Known::id).toList();
    LocalKeyset next = known.contains(now.current()) ? now.withNewKey().withNewestCurrent() : now;
    file.write(next.json());
    register(transaction, next, clock);
    return next;
  }

  void use(LocalKeyset next) {
    encryption.use(next);
  }

  /** Takes over what another replica, or a person, has changed in the keyset's file. */
  void refresh(Connection connection, InstantSource clock) throws SQLException {
    LocalKeyset next = reread().orElse(encryption.keyset());
    if (lacksKeysInUse(next)) {
      LOG.error("{} lacks keys that are in use and is ignored: {}", source.shown(), next.ids());
    } else if (!next.ids().equals(encryption.keys())
        || !next.current().equals(encryption.current())) {
      register(connection, next, clock);
      encryption.use(next);
    }
  }

  private boolean lacksKeysInUse(LocalKeyset other) {
    return !other.ids().containsAll(encryption.keys());
  }

  /** Empty when it cannot be read now: what is in memory goes on. */
  private Optional<LocalKeyset> reread() {
    try {
      Optional<String> text = source.read();
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalKeyset.parse(text.get()));
    } catch (UncheckedIOException | LocalKeyset.UnreadableException e) {
      return Optional.empty();
    }
  }

  private static LocalKeyset first(KeysetSource source) {
    LocalKeyset keyset = LocalKeyset.create();
    try {
      ((KeysetFile) source).write(keyset.json());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return keyset;
  }

  private static Optional<LocalKeyset> found(KeysetSource source, List<Known> known)
      throws UnusableKeysetException {
    Optional<String> text = source.read();
    if (text.isPresent()) {
      try {
        return Optional.of(LocalKeyset.parse(text.get()));
      } catch (LocalKeyset.UnreadableException e) {
        throw new UnusableKeysetException(
            "What is in " + source.shown() + " is " + e.getMessage(),
            RESTORE.formatted(source.shown()));
      }
    }
    List<String> needed = known.stream().filter(Known::needed).map(Known::id).toList();
    if (!needed.isEmpty()) {
      throw new UnusableKeysetException(
          "%s does not exist, but the database holds data under the vault's %s"
              .formatted(capital(source.shown()), keys(needed)),
          RESTORE.formatted(source.shown()));
    }
    return Optional.empty();
  }

  private void check(List<Known> known) throws UnusableKeysetException {
    List<String> missing =
        known.stream()
            .filter(key -> key.needed() && !encryption.keys().contains(key.id()))
            .map(Known::id)
            .toList();
    if (!missing.isEmpty()) {
      throw new UnusableKeysetException(
          "The database holds data under the vault's %s, which %s not in %s"
              .formatted(keys(missing), missing.size() == 1 ? "is" : "are", source.shown()),
          RESTORE.formatted(source.shown()));
    }
    for (Known key : known) {
      if (encryption.keys().contains(key.id()) && !proves(key)) {
        throw new UnusableKeysetException(
            "The %s in %s is another one than the database was encrypted with"
                .formatted(keys(List.of(key.id())), source.shown()),
            RESTORE.formatted(source.shown()));
      }
    }
  }

  private boolean proves(Known key) {
    try {
      encryption.unwrap(new WrappedKey(key.id(), key.proof()), proofContext(key.id()));
      return true;
    } catch (DamagedException | KeyMissingException e) {
      return false;
    }
  }

  private void register(Connection transaction, InstantSource clock) throws SQLException {
    register(transaction, encryption.keyset(), clock);
  }

  private static void register(Connection connection, LocalKeyset keyset, InstantSource clock)
      throws SQLException {
    String id = keyset.current();
    WrappedKey proof =
        new LocalKeyEncryption(keyset, Optional::empty).wrap(PROOF, proofContext(id));
    KeyRegistry.add(connection, id, proof.bytes(), clock.instant());
  }

  private static byte[] proofContext(String id) {
    return ("hawser.vault.proof/" + id).getBytes(UTF_8);
  }

  private static String keys(List<String> ids) {
    return (ids.size() == 1 ? "key " : "keys ") + String.join(", ", ids);
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
