package dev.hawser.identity.internal.connected;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.identity.ConnectedUser;
import dev.hawser.identity.ConnectedUserId;

/** A user who was seen, and whether anything may be done for them. */
record KnownUser(ConnectedUser user, ConnectedUserStatus status) {
  private static final ErrorCode DISABLED = new ErrorCode("identity.connected-user-disabled");
  private static final ErrorCode DELETING = new ErrorCode("identity.connected-user-deleting");

  static KnownUser of(ConnectedUserRow row) {
    return new KnownUser(user(row), status(row));
  }

  static ConnectedUser user(ConnectedUserRow row) {
    return new ConnectedUser(
        row.organization(), row.project(), new ConnectedUserId(row.id()), row.externalId());
  }

  static ConnectedUserStatus status(ConnectedUserRow row) {
    return ConnectedUserStatus.find(row.status()).orElseThrow();
  }

  /**
   * @throws HawserException.AccessDenied when the user is disabled or being deleted
   */
  ConnectedUser requireActive() {
    return switch (status) {
      case ACTIVE -> user;
      case DISABLED ->
          throw new HawserException.AccessDenied(
              DISABLED, "This user is disabled in this project.");
      case DELETING -> throw deleting();
    };
  }

  static HawserException.AccessDenied deleting() {
    return new HawserException.AccessDenied(
        DELETING, "This user is being deleted with all data; sign in again when that is done.");
  }
}
