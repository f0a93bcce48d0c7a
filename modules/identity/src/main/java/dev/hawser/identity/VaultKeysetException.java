package dev.hawser.identity;

import dev.hawser.identity.internal.vault.UnusableKeysetException;

/** The vault's keyset is missing, unreadable, or not the one that the database needs. */
public final class VaultKeysetException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String remedy;

  VaultKeysetException(String problem, String remedy, Throwable cause) {
    super(problem, cause);
    this.remedy = remedy;
  }

  VaultKeysetException(UnusableKeysetException cause) {
    this(cause.problem(), cause.remedy(), cause);
  }

  /** What the operator can do, in a few sentences. */
  public String remedy() {
    return remedy;
  }
}
