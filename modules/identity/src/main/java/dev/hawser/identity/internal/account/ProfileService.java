package dev.hawser.identity.internal.account;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.config.Secret;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.postgres.PostgresErrors;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.access.OwnAccount;
import dev.hawser.identity.internal.account.OneTimeTokens.Purpose;
import dev.hawser.identity.internal.mail.MailQuota;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What a member does with their own account. */
@Singleton
public final class ProfileService {
  private static final ErrorCode NOT_A_MEMBER = new ErrorCode("identity.members-only");
  private static final ErrorCode TOO_MANY = new ErrorCode("identity.too-many-mails");
  private static final int CONFIRMATIONS_AN_HOUR = 5;

  private final MemberRepository members;
  private final OneTimeTokens tokens;
  private final Mails mails;
  private final MailQuota quota;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;
  private final AuditTrail audit;

  ProfileService(
      MemberRepository members,
      OneTimeTokens tokens,
      Mails mails,
      MailQuota quota,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions,
      @Named("identity") AuditTrail audit) {
    this.members = members;
    this.tokens = tokens;
    this.mails = mails;
    this.quota = quota;
    this.clock = clock;
    this.transactions = transactions;
    this.audit = audit;
  }

  /**
   * The caller as a member.
   *
   * @throws HawserException.AccessDenied when an API key is calling
   */
  public Profile of(OrganizationCaller caller) {
    return Profile.of(row(caller));
  }

  /** Changes what is not null. */
  public Profile rename(
      OrganizationCaller caller, @Nullable String firstName, @Nullable String lastName) {
    if (firstName == null && lastName == null) {
      return of(caller);
    }
    return transactions.executeWrite(
        status -> {
          MemberRow row = row(caller);
          members.setNames(row.organization(), row.id(), firstName, lastName);
          audit.record(
              AuditEvent.by(caller, "users.renamed")
                  .on("user", new UserId(row.id()))
                  .with("firstName", firstName)
                  .with("lastName", lastName));
          return of(caller);
        });
  }

  /**
   * Lets a mail ask whether an address is the caller's. The answer does not tell whether somebody
   * else has it; then no mail comes. A request before this one is forgotten.
   *
   * @param email the new address; the current one to prove it
   * @throws HawserException.Conflict when no mails are sent
   * @throws HawserException.LimitExceeded when too many are asked for
   */
  public void confirm(OrganizationCaller caller, EmailAddress email) {
    mails.require();
    MemberRow user = row(caller);
    boolean other = !user.email().equalsIgnoreCase(email.value());
    boolean taken =
        transactions.executeWrite(
            status -> {
              boolean left = quota.take("confirm " + user.id(), CONFIRMATIONS_AN_HOUR).isEmpty();
              if (left) {
                order(user, email.value());
                if (other) {
                  mails.order(NoticeMail.EMAIL, user.id(), user.email());
                }
              }
              return left;
            });
    if (!taken) {
      throw new HawserException.LimitExceeded(
          TOO_MANY, "Too many mails were asked for; try again in an hour.", Duration.ofHours(1));
    }
  }

  /** The same for the address that the caller has. */
  public void confirmCurrent(OrganizationCaller caller) {
    confirm(caller, new EmailAddress(row(caller).email()));
  }

  /** Asks a new user to prove the address, if mails are sent. */
  public void welcome(UserId user) {
    if (mails.areSent()) {
      transactions.executeWrite(
          status -> {
            members.findAnywhere(user.value()).ifPresent(row -> order(row, row.email()));
            return user;
          });
    }
  }

  private void order(MemberRow user, String email) {
    tokens.endOfUser(user.id(), Purpose.EMAIL);
    mails.cancel(ConfirmationMail.ID, user.id());
    mails.order(ConfirmationMail.ID, user.id(), email);
  }

  /**
   * Makes the address of a confirmation's token the user's, and proves it.
   *
   * @throws HawserException.NotFound when the token does not hold
   * @throws HawserException.Conflict when somebody else has the address meanwhile
   */
  public void confirmed(Secret token) {
    try {
      transactions.executeWrite(
          status -> {
            TokenRow row = tokens.use(Purpose.EMAIL, token);
            tokens.endOfUser(row.user(), Purpose.EMAIL);
            tokens.endOfUser(row.user(), Purpose.PASSWORD_RESET); // it went to the old address
            MemberRow user = members.findAnywhere(row.user()).orElseThrow(AccountErrors::badLink);
            recordEmail(user, row.email());
            return members.setEmail(user.organization(), user.id(), row.email(), clock.instant());
          });
    } catch (DataAccessException e) {
      if (e.getCause() instanceof SQLException sql && PostgresErrors.isDuplicate(sql)) {
        throw AccountErrors.emailTaken();
      }
      throw e;
    }
  }

  private void recordEmail(MemberRow user, String email) {
    UserId id = new UserId(user.id());
    audit.record(
        OwnAccount.event(
                user.organization(),
                id,
                user.email().equals(email) ? "users.email-proven" : "users.email-changed")
            .with("email", email));
  }

  private MemberRow row(OrganizationCaller caller) {
    UserId user =
        UserId.parse(caller.subject())
            .orElseThrow(
                () ->
                    new HawserException.AccessDenied(
                        NOT_A_MEMBER, "Only members have a profile; this is an API key."));
    return members
        .find(caller.organization(), user.value())
        .orElseThrow(() -> AccountErrors.noUser(user.toString()));
  }
}
