package dev.hawser.identity.internal.vault;

/** What the database keeps of a value: its data key, wrapped, and the value under that key. */
public record Sealed(WrappedKey key, byte[] ciphertext) {
  public Sealed {
    ciphertext = ciphertext.clone();
  }

  @Override
  public byte[] ciphertext() {
    return ciphertext.clone();
  }

  @Override
  public String toString() {
    return "Sealed[" + key + "]";
  }
}
