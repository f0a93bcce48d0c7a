package dev.hawser.identity.internal.vault;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Keys in this process's memory, from a keyset. */
final class LocalKeyEncryption implements KeyEncryption {
  private volatile LocalKeyset keyset;
  private final Supplier<Optional<LocalKeyset>> reread;

  /**
   * @param reread the keyset as it is now, asked when a key is missing: another replica may have
   *     added it
   */
  LocalKeyEncryption(LocalKeyset keyset, Supplier<Optional<LocalKeyset>> reread) {
    this.keyset = keyset;
    this.reread = reread;
  }

  LocalKeyset keyset() {
    return keyset;
  }

  /** From now on these keys. */
  void use(LocalKeyset other) {
    keyset = other;
  }

  @Override
  public List<String> keys() {
    return keyset.ids();
  }

  @Override
  public String current() {
    return keyset.current();
  }

  @Override
  public WrappedKey wrap(byte[] dataKey, byte[] context) {
    LocalKeyset now = keyset;
    String id = now.current();
    try {
      return new WrappedKey(id, Objects.requireNonNull(now.find(id)).encrypt(dataKey, context));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key of ours encrypts", e);
    }
  }

  @Override
  public byte[] unwrap(WrappedKey wrapped, byte[] context)
      throws KeyMissingException, DamagedException {
    Aead key = keyset.find(wrapped.keyId());
    if (key == null) {
      key = reread.get().map(now -> now.find(wrapped.keyId())).orElse(null);
    }
    if (key == null) {
      throw new KeyMissingException(wrapped.keyId());
    }
    try {
      return key.decrypt(wrapped.bytes(), context);
    } catch (GeneralSecurityException e) {
      throw new DamagedException(e);
    }
  }
}
