package dev.hawser.identity.internal.vault;

import com.google.crypto.tink.subtle.AesGcmJce;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Envelope encryption: each value under a fresh key of its own, that key under a key-encryption
 * key. Stores nothing; safe for any number of threads.
 */
public final class Vault {
  private static final ErrorCode MISSING = new ErrorCode("identity.vault-key-missing");
  private static final ErrorCode DAMAGED = new ErrorCode("identity.vault-item-damaged");
  private static final int KEY_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyEncryption keys;

  public Vault(KeyEncryption keys) {
    this.keys = keys;
  }

  public Sealed seal(Binding binding, byte[] value) {
    byte[] dataKey = new byte[KEY_BYTES];
    RANDOM.nextBytes(dataKey);
    byte[] context = binding.bytes();
    try {
      byte[] ciphertext = new AesGcmJce(dataKey).encrypt(value, context);
      return new Sealed(keys.wrap(dataKey, context), ciphertext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a fresh key encrypts", e);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /**
   * The value again.
   *
   * @throws HawserException.Internal when it was changed, or sealed for another binding
   * @throws HawserException.Unavailable when its key-encryption key is not there
   */
  public byte[] open(Binding binding, Sealed sealed) {
    byte[] context = binding.bytes();
    byte[] dataKey = unwrap(binding, sealed.key(), context);
    try {
      return new AesGcmJce(dataKey).decrypt(sealed.ciphertext(), context);
    } catch (GeneralSecurityException e) {
      throw damaged(binding, e);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /** The same data key under the current key-encryption key. Throws like {@link #open}. */
  public WrappedKey rewrap(Binding binding, WrappedKey wrapped) {
    byte[] context = binding.bytes();
    byte[] dataKey = unwrap(binding, wrapped, context);
    try {
      return keys.wrap(dataKey, context);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  private byte[] unwrap(Binding binding, WrappedKey wrapped, byte[] context) {
    try {
      return keys.unwrap(wrapped, context);
    } catch (KeyEncryption.KeyMissingException e) {
      throw new HawserException.Unavailable(
          MISSING,
          "The vault of this server has no key " + wrapped.keyId() + "; its operator must add it.",
          e);
    } catch (KeyEncryption.DamagedException e) {
      throw damaged(binding, e);
    }
  }

  private static HawserException.Internal damaged(Binding binding, Exception cause) {
    return new HawserException.Internal(
        DAMAGED, "The vault's item " + binding.item() + " does not decrypt", cause);
  }
}
