package dev.hawser.identity.internal.vault;

/**
 * A data key that only its key-encryption key opens.
 *
 * @param keyId which key that is
 */
public record WrappedKey(String keyId, byte[] bytes) {
  public WrappedKey {
    bytes = bytes.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return "WrappedKey[" + keyId + "]";
  }
}
