package dev.hawser.identity.internal.sso;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.HawserException.AccessDenied;
import dev.hawser.core.error.HawserException.Unauthenticated;

/**
 * Why nobody is signed in. The codes are in the address of the page that the browser ends at, so
 * they say what to do next and nothing of the token; the messages go to the log.
 */
final class SignOnErrors {
  private static final ErrorCode NOT_FOUND = new ErrorCode("identity.single-sign-on-not-found");
  private static final ErrorCode STATE = new ErrorCode("identity.single-sign-on-expired");
  private static final ErrorCode CHANGED = new ErrorCode("identity.single-sign-on-changed");
  private static final ErrorCode DENIED = new ErrorCode("identity.single-sign-on-denied");
  private static final ErrorCode PROVIDER = new ErrorCode("identity.single-sign-on-provider-error");
  private static final ErrorCode DOWN = new ErrorCode("identity.single-sign-on-provider-down");
  private static final ErrorCode TOKEN = new ErrorCode("identity.single-sign-on-token-invalid");
  private static final ErrorCode EMAIL = new ErrorCode("identity.single-sign-on-email-unverified");
  private static final ErrorCode DOMAIN = new ErrorCode("identity.single-sign-on-domain");
  private static final ErrorCode NO_ROLE = new ErrorCode("identity.single-sign-on-no-role");
  private static final ErrorCode NO_ACCOUNT = new ErrorCode("identity.single-sign-on-no-account");
  private static final ErrorCode REMOVED = new ErrorCode("identity.single-sign-on-removed");
  private static final ErrorCode TAKEN = new ErrorCode("identity.single-sign-on-other-account");

  private static final ErrorCode TOO_HIGH = new ErrorCode("identity.role-too-high");

  private SignOnErrors() {}

  static AccessDenied notAllOfAdmin() {
    return new AccessDenied(
        TOO_HIGH,
        "Who sets the provider decides who is an administrator: only a caller may do it who may do"
            + " everything.");
  }

  static HawserException.NotFound notFound() {
    return new HawserException.NotFound(
        NOT_FOUND, "There is no single sign-on for this; sign in with your password.");
  }

  /** One answer for unknown, used, old and foreign ones. */
  static Unauthenticated state() {
    return new Unauthenticated(
        STATE,
        "This sign-in was not begun in this browser, is used already, or took longer than ten"
            + " minutes.");
  }

  static Unauthenticated changed() {
    return new Unauthenticated(CHANGED, "The settings were changed during the sign-in.");
  }

  static Unauthenticated denied(String error) {
    return new Unauthenticated(DENIED, "The provider has refused: " + error + ".");
  }

  static Unauthenticated provider(String what) {
    return new Unauthenticated(PROVIDER, what);
  }

  static HawserException.Unavailable down(String why) {
    return new HawserException.Unavailable(
        DOWN, "The identity provider cannot be asked now: " + why, null);
  }

  static Unauthenticated token(String what) {
    return new Unauthenticated(TOKEN, "The ID token does not hold: " + what + ".");
  }

  static AccessDenied email(String what) {
    return new AccessDenied(EMAIL, what);
  }

  static AccessDenied domain() {
    return new AccessDenied(DOMAIN, "The address is of a domain that the settings do not name.");
  }

  static AccessDenied noRole() {
    return new AccessDenied(
        NO_ROLE, "None of the person's groups has a role, and there is no default role.");
  }

  static AccessDenied noAccount() {
    return new AccessDenied(
        NO_ACCOUNT, "The person is no member, and members are not made by signing in.");
  }

  static AccessDenied removed() {
    return new AccessDenied(
        REMOVED, "The person has left or was removed; an invitation lets them in again.");
  }

  static AccessDenied otherAccount(String what) {
    return new AccessDenied(TAKEN, what);
  }
}
