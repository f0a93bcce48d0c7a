package dev.hawser.identity.internal.mail;

import org.jspecify.annotations.Nullable;

/** A mail was not taken. */
public final class MailFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whether it is worth to try again. */
  public enum Outlook {
    /** The server says that it will never take this mail. */
    HOPELESS,
    /** Server, network or settings may be mended. */
    TRY_AGAIN
  }

  private final Outlook outlook;
  private final String why;

  MailFailedException(Outlook outlook, String why, @Nullable Throwable cause) {
    super(why, cause);
    this.outlook = outlook;
    this.why = why;
  }

  public Outlook outlook() {
    return outlook;
  }

  /** What went wrong, without words of the server; may be shown to tenants. */
  public String why() {
    return why;
  }

  /** What the server or the network said; for the operator only. */
  public String detail() {
    Throwable deepest = this;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage()).strip();
  }
}
