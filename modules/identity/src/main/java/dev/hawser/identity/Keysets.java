package dev.hawser.identity;

import dev.hawser.core.config.Secret;
import dev.hawser.identity.internal.vault.KeysetTexts;
import dev.hawser.identity.internal.vault.UnusableKeysetException;

/** Keysets as text, for operators who keep theirs in a secret store of their own. */
public final class Keysets {
  private Keysets() {}

  /** A keyset with one new key. */
  public static Secret create() {
    return new Secret(KeysetTexts.create());
  }

  /**
   * The keyset with a further key that can unwrap, and does not wrap yet: what all replicas need
   * before any of them may wrap with it.
   *
   * @throws VaultKeysetException when the text is no keyset
   */
  public static Secret withNewKey(Secret keyset) throws VaultKeysetException {
    try {
      return new Secret(KeysetTexts.withNewKey(keyset.reveal()));
    } catch (UnusableKeysetException e) {
      throw new VaultKeysetException(e);
    }
  }

  /**
   * The keyset that wraps with its newest key.
   *
   * @throws VaultKeysetException when the text is no keyset
   */
  public static Secret withNewestCurrent(Secret keyset) throws VaultKeysetException {
    try {
      return new Secret(KeysetTexts.withNewestCurrent(keyset.reveal()));
    } catch (UnusableKeysetException e) {
      throw new VaultKeysetException(e);
    }
  }
}
