package dev.hawser.identity.internal.session;

import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.account.MemberChanges;
import jakarta.inject.Singleton;

/**
 * Ends sessions with what they rest on. Failures to guess a password say nothing about the one that
 * was set instead, so they are forgotten with it. A role is read again with the session, every two
 * seconds.
 */
@Singleton
final class SessionsOfMembers implements MemberChanges {
  private final Sessions sessions;
  private final AccountRepository accounts;
  private final Attempts attempts;

  SessionsOfMembers(Sessions sessions, AccountRepository accounts, Attempts attempts) {
    this.sessions = sessions;
    this.accounts = accounts;
    this.attempts = attempts;
  }

  @Override
  public void changing(UserId user, Change change) {
    switch (change) {
      case REMOVED -> sessions.endAll(user);
      case PASSWORD_RESET -> {
        sessions.endAll(user);
        accounts.find(user.value()).ifPresent(account -> attempts.forget(account.email()));
      }
      case PASSWORD_CHANGED, ROLE -> {}
    }
  }
}
