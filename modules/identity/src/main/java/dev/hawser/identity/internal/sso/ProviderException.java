package dev.hawser.identity.internal.sso;

/** A provider that does not do what single sign-on needs; the message is for tenants. */
final class ProviderException extends Exception {
  private static final long serialVersionUID = 1L;

  ProviderException(String message) {
    super(message);
  }

  /** The message, which is always there. */
  String why() {
    return String.valueOf(getMessage());
  }
}
