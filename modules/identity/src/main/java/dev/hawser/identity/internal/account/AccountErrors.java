package dev.hawser.identity.internal.account;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.identity.Role;

/** What this room answers in more than one place. */
final class AccountErrors {
  private static final ErrorCode NO_USER = new ErrorCode("identity.user-not-found");
  private static final ErrorCode NO_ACCOUNT = new ErrorCode("identity.account-not-found");
  private static final ErrorCode LAST_ADMIN = new ErrorCode("identity.last-admin");
  private static final ErrorCode TAKEN = new ErrorCode("identity.email-taken");
  private static final ErrorCode BAD_LINK = new ErrorCode("identity.link-invalid");
  private static final ErrorCode TOO_HIGH = new ErrorCode("identity.role-too-high");

  private static final ErrorCode ENFORCED = new ErrorCode("identity.single-sign-on-required");

  private AccountErrors() {}

  static HawserException.NotFound noUser(String text) {
    return new HawserException.NotFound(NO_USER, "There is no user " + text);
  }

  static HawserException.NotFound noAccount() {
    return new HawserException.NotFound(NO_ACCOUNT, "There is no account of that address.");
  }

  static HawserException.Conflict lastAdmin() {
    return new HawserException.Conflict(
        LAST_ADMIN, "This is the organization's last administrator; make somebody else one first.");
  }

  static HawserException.Conflict emailTaken() {
    return new HawserException.Conflict(TAKEN, "There is a user with this e-mail address already.");
  }

  /** One answer for unknown, used, revoked and expired ones. */
  static HawserException.NotFound badLink() {
    return new HawserException.NotFound(
        BAD_LINK, "This link does not hold: it was used, replaced or withdrawn, or is too old.");
  }

  /**
   * Lets nobody give a role that may do more than they.
   *
   * @throws HawserException.AccessDenied when it may
   */
  static void requireGivable(OrganizationCaller caller, Role role) {
    if (!caller.permissions().containsAll(role.permissions())) {
      throw new HawserException.AccessDenied(
          TOO_HIGH, "Nobody can give a role that may do more than they may do themselves.");
    }
  }

  /** The organization's members come through its identity provider only. */
  static HawserException.Conflict noPasswords() {
    return new HawserException.Conflict(
        ENFORCED,
        "Members of this organization sign in with single sign-on, and not with a password.");
  }
}
