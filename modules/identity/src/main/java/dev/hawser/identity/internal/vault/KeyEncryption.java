package dev.hawser.identity.internal.vault;

import java.util.List;

/**
 * The key-encryption keys: wrap data keys, and are never seen. {@code KeyEncryptionContract} is
 * what an implementation must keep: keys of a keyset ({@link LocalKeyEncryption}), and a {@link
 * Keyring} that has keys of clouds, too. Safe for any number of threads; may block.
 */
public interface KeyEncryption {
  /**
   * Ids of the keys that can unwrap, oldest first; the one that wraps is among them. An id is
   * stable, is no secret, and names the same key for ever.
   */
  List<String> keys();

  /** The id of the key that {@link #wrap} uses now. */
  String current();

  /**
   * Wraps a data key.
   *
   * @param context what must be given again to unwrap; any bytes
   * @throws dev.hawser.core.error.HawserException.Unavailable when the keys cannot be reached
   */
  WrappedKey wrap(byte[] dataKey, byte[] context);

  /**
   * The data key again.
   *
   * @throws KeyMissingException when there is no such key
   * @throws DamagedException when the bytes or the context are not those of {@link #wrap}
   * @throws dev.hawser.core.error.HawserException.Unavailable when the keys cannot be reached
   */
  byte[] unwrap(WrappedKey wrapped, byte[] context) throws KeyMissingException, DamagedException;

  /** The key is not among {@link #keys()}. */
  final class KeyMissingException extends Exception {
    private static final long serialVersionUID = 1L;

    KeyMissingException(String keyId) {
      super("There is no key " + keyId);
    }
  }

  /** What was to be decrypted was changed, or belongs to something else. */
  final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedException(Throwable cause) {
      super("It does not decrypt", cause);
    }
  }
}
