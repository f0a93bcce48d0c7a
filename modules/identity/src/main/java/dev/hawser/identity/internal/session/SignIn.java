package dev.hawser.identity.internal.session;

import dev.hawser.core.config.Secret;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.hash.Argon2;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** From a password to a session. */
@Singleton
public final class SignIn {
  private static final ErrorCode WRONG = new ErrorCode("identity.credentials-wrong");

  /**
   * What somebody presents.
   *
   * @param code of the second factor, or a recovery code
   */
  public record Credentials(EmailAddress email, Secret password, @Nullable Secret code) {}

  /** Of nothing, but as much work to compare with as any other. */
  private static final String NOBODYS_HASH =
      "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA"
          + "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

  private final AccountRepository accounts;
  private final Sessions sessions;
  private final Attempts attempts;
  private final Argon2 argon2;

  SignIn(AccountRepository accounts, Sessions sessions, Attempts attempts, Argon2 argon2) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.attempts = attempts;
    this.argon2 = argon2;
  }

  /**
   * Signs somebody in. Who has no account learns it as late as who has mistyped the password.
   *
   * @throws HawserException.Unauthenticated when the credentials are wrong
   * @throws HawserException.LimitExceeded when there were too many failures, or too many people
   *     sign in at once
   */
  public Sessions.Opened signIn(Credentials credentials, Client client) {
    Attempts.Attempt attempt = attempts.begin(credentials.email().value(), client);
    try {
      Sessions.Opened opened = check(credentials, client);
      attempts.succeeded(attempt);
      return opened;
    } catch (HawserException.Unauthenticated e) {
      throw e;
    } catch (RuntimeException e) {
      attempts.takeBack(attempt);
      throw e;
    }
  }

  private Sessions.Opened check(Credentials credentials, Client client) {
    AccountRow account = accounts.findByEmail(credentials.email().value()).orElse(null);
    String hash = account == null ? null : account.passwordHash();
    boolean right =
        argon2.matches(credentials.password().reveal(), hash == null ? NOBODYS_HASH : hash);
    if (account == null || hash == null || !right) {
      throw new HawserException.Unauthenticated(
          WRONG, "The e-mail address or the password is wrong.");
    }
    return sessions.open(
        new UserId(account.id()),
        SignInMethod.PASSWORD,
        client,
        current -> hash.equals(current.passwordHash()));
  }
}
