package dev.hawser.identity.internal.session;

import dev.hawser.core.config.Secret;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.account.EnforcedOrganizations;
import dev.hawser.identity.internal.factor.SecondFactors;
import dev.hawser.identity.internal.hash.Argon2;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** From a password to a session. */
@Singleton
public final class SignIn {
  private static final ErrorCode WRONG = new ErrorCode("identity.credentials-wrong");

  private static final ErrorCode ENFORCED = new ErrorCode("identity.single-sign-on-required");
  private static final ErrorCode CODE_NEEDED = new ErrorCode("identity.second-factor-needed");
  private static final ErrorCode CODE_WRONG = new ErrorCode("identity.second-factor-wrong");

  /**
   * What somebody presents.
   *
   * @param code of the second factor, or a recovery code
   */
  public record Credentials(EmailAddress email, Secret password, @Nullable Secret code) {}

  private final AccountRepository accounts;
  private final SecondFactors factors;
  private final Sessions sessions;
  private final Attempts attempts;
  private final FailedSignIns failed;
  private final Argon2 argon2;
  private final EnforcedOrganizations enforced;

  SignIn(
      AccountRepository accounts,
      SecondFactors factors,
      Sessions sessions,
      Attempts attempts,
      FailedSignIns failed,
      Argon2 argon2,
      EnforcedOrganizations enforced) {
    this.enforced = enforced;
    this.accounts = accounts;
    this.factors = factors;
    this.sessions = sessions;
    this.attempts = attempts;
    this.failed = failed;
    this.argon2 = argon2;
  }

  /** Why somebody from there would be sent away right now; never blocks. */
  public Optional<HawserException.LimitExceeded> refusal(Client client) {
    return argon2.refusal(attempts.applicant(client));
  }

  /** What has become of an attempt. */
  private sealed interface Outcome {
    record Success(Sessions.Opened opened) implements Outcome {}

    /** Somebody has guessed, perhaps. */
    record Failure(@Nullable AccountRow account, HawserException reason) implements Outcome {}

    /** Nothing was wrong, but something is missing. */
    record Unfinished(HawserException reason) implements Outcome {}
  }

  /**
   * Signs somebody in. Who has no account learns it as late as who has mistyped the password. No
   * session exists before everything is proven.
   *
   * @throws HawserException.Unauthenticated when the credentials are wrong, the code of the second
   *     factor is missing, or the person's organization enforces single sign-on
   * @throws HawserException.LimitExceeded when there were too many failures, or too many people
   *     sign in at once
   */
  public Sessions.Opened signIn(Credentials credentials, Client client) {
    try (Argon2.Turn turn = argon2.turn(attempts.applicant(client))) {
      return signIn(credentials, client, turn);
    }
  }

  private Sessions.Opened signIn(Credentials credentials, Client client, Argon2.Turn turn) {
    Attempts.Attempt attempt = attempts.begin(credentials.email().value(), client);
    Outcome outcome;
    try {
      outcome = check(credentials, client, turn);
    } catch (RuntimeException e) {
      attempts.takeBack(attempt);
      throw e;
    }
    return switch (outcome) {
      case Outcome.Success(Sessions.Opened opened) -> {
        attempts.succeeded(attempt);
        yield opened;
      }
      case Outcome.Failure failure -> {
        AccountRow account = failure.account();
        if (account != null) {
          failed.ofAccount(account, attempt, failure.reason());
        }
        throw failure.reason();
      }
      case Outcome.Unfinished(HawserException reason) -> {
        attempts.takeBack(attempt);
        throw reason;
      }
    };
  }

  private Outcome check(Credentials credentials, Client client, Argon2.Turn turn) {
    AccountRow account = accounts.findByEmail(credentials.email().value()).orElse(null);
    String hash = account == null ? null : account.passwordHash();
    boolean right =
        turn.matches(credentials.password().reveal(), hash == null ? argon2.hashOfNobody() : hash);
    if (account == null || hash == null || !right) {
      return new Outcome.Failure(
          account, unauthenticated(WRONG, "The e-mail address or the password is wrong."));
    }
    OrganizationId organization = account.organization();
    if (enforced.contains(organization)) {
      return new Outcome.Unfinished(
          unauthenticated(
              ENFORCED, "Your organization signs in with single sign-on, not with a password."));
    }
    UserId user = new UserId(account.id());
    Optional<UUID> factor = factors.current(user);
    if (factor.isPresent()) {
      Secret code = credentials.code();
      if (code == null) {
        return new Outcome.Unfinished(
            unauthenticated(
                CODE_NEEDED,
                "This account has a second factor: send its code, or a recovery code, as \"code\"."));
      }
      if (!factors.accept(user, code.reveal())) {
        return new Outcome.Failure(
            account,
            unauthenticated(CODE_WRONG, "The code is not right: it may be old, or used before."));
      }
    }
    return new Outcome.Success(
        sessions.open(
            user,
            SignInMethod.PASSWORD,
            client,
            current ->
                hash.equals(current.passwordHash())
                    && factor.equals(factors.current(user))
                    && !enforced.holds(organization)));
  }

  private static HawserException.Unauthenticated unauthenticated(ErrorCode code, String message) {
    return new HawserException.Unauthenticated(code, message);
  }
}
