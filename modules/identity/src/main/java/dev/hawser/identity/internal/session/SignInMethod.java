package dev.hawser.identity.internal.session;

import java.util.Locale;

/** How somebody has proven who they are. */
public enum SignInMethod {
  PASSWORD,
  SINGLE_SIGN_ON;

  /** The name in the API and in the database, for example {@code single-sign-on}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
