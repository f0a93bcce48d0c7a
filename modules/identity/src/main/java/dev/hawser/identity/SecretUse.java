package dev.hawser.identity;

/**
 * Why secrets are read, for the access log.
 *
 * @param reference who needs them: the text of an execution's id ({@code exe_…}), or another id of
 *     ours; 1 to {@value #MAX_LENGTH} characters, nothing that a tenant wrote
 */
public record SecretUse(String reference) {
  static final int MAX_LENGTH = 100;

  public SecretUse {
    if (reference.isBlank() || reference.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("Not a reference of ours: " + reference);
    }
  }
}
