package dev.hawser.identity.internal.session;

import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.config.Secret;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.access.OwnAccount;
import dev.hawser.identity.internal.account.Announcer;
import dev.hawser.identity.internal.account.MemberChanges.Change;
import dev.hawser.identity.internal.hash.Applicant;
import dev.hawser.identity.internal.hash.Argon2;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passwords of people who are signed in already. A wrong one counts like a failed attempt to sign
 * in: who has found an open browser cannot guess here instead.
 */
@Singleton
public final class Passwords {
  private static final ErrorCode WRONG = new ErrorCode("identity.password-wrong");
  private static final ErrorCode NONE = new ErrorCode("identity.password-missing");
  private static final ErrorCode CHANGED = new ErrorCode("identity.account-changed");

  /**
   * Whose password is asked for, and where.
   *
   * @param field of the request that has it
   */
  public record Question(UserId user, String field, Client client) {}

  private final AccountRepository accounts;
  private final Sessions sessions;
  private final Attempts attempts;
  private final FailedSignIns failed;
  private final Argon2 argon2;
  private final Announcer announcer;
  private final TransactionOperations<Connection> transactions;
  private final AuditTrail audit;

  Passwords(
      AccountRepository accounts,
      Sessions sessions,
      Attempts attempts,
      FailedSignIns failed,
      Argon2 argon2,
      Announcer announcer,
      @Named("identity") TransactionOperations<Connection> transactions,
      @Named("identity") AuditTrail audit) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.attempts = attempts;
    this.failed = failed;
    this.argon2 = argon2;
    this.announcer = announcer;
    this.transactions = transactions;
    this.audit = audit;
  }

  /**
   * Checks a password, and what else has to be right with it.
   *
   * @param further tried when the password is right; when it says no, the attempt has failed too
   * @throws HawserException.Invalid when the password is wrong
   * @throws HawserException.Conflict when the person has none
   * @throws HawserException.LimitExceeded after too many failures
   */
  public Account require(Question question, Secret password, Further further) {
    return Account.of(check(question, password, further));
  }

  /** What has to be right beside a password. */
  public interface Further {
    /** What is wrong with it, if something is. */
    @Nullable HawserException objection();
  }

  /**
   * Changes a password and ends all other sessions and the tokens of the person, in one
   * transaction.
   *
   * @throws HawserException.Invalid when the current one is wrong
   */
  public void change(Question question, Secret current, Secret next, SessionId kept) {
    AccountRow account = check(question, current, () -> null);
    String hash = argon2.hashPassword(next.reveal());
    UserId user = question.user();
    transactions.executeWrite(
        status -> {
          if (accounts.replacePassword(
                  account.organization(),
                  user.value(),
                  hash,
                  String.valueOf(account.passwordHash()))
              == 0) {
            throw changed();
          }
          audit.record(OwnAccount.event(account.organization(), user, "passwords.changed"));
          announcer.changing(user, Change.PASSWORD_CHANGED);
          return sessions.delete(user, row -> !row.id().equals(kept.value()));
        });
  }

  private AccountRow check(Question question, Secret password, Further further) {
    AccountRow account = accounts.find(question.user().value()).orElseThrow(SessionCheck::ended);
    String hash = account.passwordHash();
    if (hash == null) {
      throw new HawserException.Conflict(
          NONE, "You have no password here: you sign in with your organization's account.");
    }
    Attempts.Attempt attempt = attempts.begin(account.email(), question.client());
    HawserException objection;
    try (Argon2.Turn turn = argon2.turn(Applicant.known(question.user().toString()))) {
      objection =
          turn.matches(password.reveal(), hash) ? further.objection() : wrong(question.field());
    } catch (RuntimeException e) {
      attempts.takeBack(attempt);
      throw e;
    }
    if (objection != null) {
      failed.ofAccount(account, attempt, objection);
      throw objection;
    }
    attempts.succeeded(attempt);
    return account;
  }

  private static HawserException.Invalid wrong(String field) {
    String message = field + " is not your password";
    return new HawserException.Invalid(WRONG, message, List.of(Problem.at("/" + field, message)));
  }

  private static HawserException.Conflict changed() {
    return new HawserException.Conflict(CHANGED, "Your password was changed meanwhile.");
  }
}
