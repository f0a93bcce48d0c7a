package dev.hawser.identity.internal.session;

import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.account.MemberChanges;
import jakarta.inject.Singleton;

/**
 * Ends sessions with what they rest on. A role is read again with the session, every two seconds.
 */
@Singleton
final class SessionsOfMembers implements MemberChanges {
  private final Sessions sessions;

  SessionsOfMembers(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void changing(UserId user, Change change) {
    switch (change) {
      case REMOVED, PASSWORD_RESET -> sessions.endAll(user);
      case ROLE -> {}
    }
  }
}
