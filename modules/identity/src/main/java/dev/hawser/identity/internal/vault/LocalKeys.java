package dev.hawser.identity.internal.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys of this installation's keyset, and the file where they are. */
final class LocalKeys {
  private static final Logger LOG = LoggerFactory.getLogger(LocalKeys.class);
  static final String RESTORE =
      "Without its keys, nothing in the vault can ever be read again. Copy the keyset from the data"
          + " folder of another replica (vault-keyset.json) or from your backup to %s, or give it"
          + " as HAWSER_VAULT_KEYSET.";

  private final KeysetSource source;
  private final LocalKeyEncryption encryption;

  private LocalKeys(KeysetSource source, LocalKeyset keyset) {
    this.source = source;
    this.encryption = new LocalKeyEncryption(keyset, () -> reread(source));
  }

  /**
   * The keyset, if there is one.
   *
   * @param needed keys of it that data is under
   */
  static Optional<LocalKeys> find(KeysetSource source, List<String> needed)
      throws UnusableKeysetException {
    Optional<String> text = source.read();
    if (text.isPresent()) {
      try {
        return Optional.of(new LocalKeys(source, LocalKeyset.parse(text.get())));
      } catch (LocalKeyset.UnreadableException e) {
        throw new UnusableKeysetException(
            "What is in " + source.shown() + " is " + e.getMessage(),
            RESTORE.formatted(source.shown()));
      }
    }
    if (!needed.isEmpty()) {
      throw new UnusableKeysetException(
          "%s does not exist, but the database holds data under the vault's %s"
              .formatted(capital(source.shown()), keys(needed)),
          RESTORE.formatted(source.shown()));
    }
    return Optional.empty();
  }

  /** A keyset with one new key, safely on disk. */
  static LocalKeys first(KeysetSource source) {
    LocalKeyset keyset = LocalKeyset.create();
    try {
      ((KeysetFile) source).write(keyset.json());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LocalKeys(source, keyset);
  }

  LocalKeyEncryption encryption() {
    return encryption;
  }

  /** For people: {@code 2 keys in the file /var/lib/hawser/vault-keyset.json}. */
  String shown() {
    int count = encryption.keys().size();
    return "%d %s in %s".formatted(count, count == 1 ? "key" : "keys", source.shown());
  }

  /** Whether others than the owner can read the keyset. */
  boolean isOpenToOthers() {
    try {
      return source instanceof KeysetFile file && file.isOpenToOthers();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether {@link #withNewKey} can change the keyset. */
  boolean canRotate() {
    return source instanceof KeysetFile;
  }

  /**
   * The keyset with another current key, safely on disk and not in use yet: a new key, or one that
   * a process has made that died before the database knew of it.
   *
   * @param registered keys that the database knows
   */
  LocalKeyset withNewKey(List<String> registered) throws IOException {
    KeysetFile file = (KeysetFile) source;
    LocalKeyset now = reread(source).orElseThrow(() -> new IOException(file.shown() + " is gone"));
    if (lacksKeysInUse(now)) {
      throw new IOException(file.shown() + " lacks keys that are in use");
    }
    LocalKeyset next =
        registered.contains(now.current()) ? now.withNewKey().withNewestCurrent() : now;
    file.write(next.json());
    return next;
  }

  /** What another replica, or a person, has made of the keyset's file; empty when nothing. */
  Optional<LocalKeyset> changed() {
    LocalKeyset next = reread(source).orElse(encryption.keyset());
    if (lacksKeysInUse(next)) {
      LOG.error("{} lacks keys that are in use and is ignored: {}", source.shown(), next.ids());
      return Optional.empty();
    }
    boolean same =
        next.ids().equals(encryption.keys()) && next.current().equals(encryption.current());
    return same ? Optional.empty() : Optional.of(next);
  }

  private boolean lacksKeysInUse(LocalKeyset other) {
    return !other.ids().containsAll(encryption.keys());
  }

  /** Empty when it cannot be read now: what is in memory goes on. */
  private static Optional<LocalKeyset> reread(KeysetSource source) {
    try {
      Optional<String> text = source.read();
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalKeyset.parse(text.get()));
    } catch (UncheckedIOException | LocalKeyset.UnreadableException e) {
      return Optional.empty();
    }
  }

  static String keys(List<String> ids) {
    return (ids.size() == 1 ? "key " : "keys ") + String.join(", ", ids);
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
