package dev.hawser.identity.internal.account;

import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.config.Secret;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.access.OwnAccount;
import dev.hawser.identity.internal.account.MemberChanges.Change;
import dev.hawser.identity.internal.account.OneTimeTokens.Purpose;
import dev.hawser.identity.internal.account.OneTimeTokens.Way;
import dev.hawser.identity.internal.hash.Argon2;
import dev.hawser.identity.internal.mail.MailQuota;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.InstantSource;

/** New passwords for those who have forgotten theirs. */
@Singleton
public final class PasswordResets {
  private static final int AN_HOUR = 3;

  /**
   * A link that the operator passes on.
   *
   * @param user whose password it sets
   */
  public record Shown(OrganizationId organization, UserId user, Secret link) {}

  private final MemberRepository members;
  private final OneTimeTokens tokens;
  private final Links links;
  private final Mails mails;
  private final MailQuota quota;
  private final Announcer announcer;
  private final EnforcedOrganizations enforced;
  private final Argon2 argon2;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;
  private final AuditTrail audit;

  PasswordResets(
      MemberRepository members,
      OneTimeTokens tokens,
      Links links,
      Mails mails,
      MailQuota quota,
      Announcer announcer,
      EnforcedOrganizations enforced,
      Argon2 argon2,
      Uuid7 ids,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions,
      @Named("identity") AuditTrail audit) {
    this.members = members;
    this.tokens = tokens;
    this.links = links;
    this.mails = mails;
    this.quota = quota;
    this.announcer = announcer;
    this.enforced = enforced;
    this.argon2 = argon2;
    this.ids = ids;
    this.clock = clock;
    this.transactions = transactions;
    this.audit = audit;
  }

  /**
   * Lets a mail bring a link, if there is a user with the address. Nobody learns from the answer or
   * the time it takes whether there is: what is done is the same, the mail comes later. At most
   * {@value #AN_HOUR} an hour for one address; more are not heard.
   */
  public void request(EmailAddress email) {
    transactions.executeWrite(
        status -> {
          boolean left = quota.take("reset " + email.value(), AN_HOUR).isEmpty();
          if (left && mails.areSent()) {
            mails.order(ResetMail.ID, ids.next(), email.value());
          }
          return email;
        });
  }

  /**
   * The link that a mail would bring, for the operator to pass on. It proves no address.
   *
   * @throws dev.hawser.core.error.HawserException.NotFound when there is no such user
   * @throws dev.hawser.core.error.HawserException.Conflict when the user's organization enforces
   *     single sign-on
   */
  public Shown show(EmailAddress email) {
    return transactions.executeWrite(
        status -> {
          MemberRow member =
              members.findByEmail(email.value()).orElseThrow(AccountErrors::noAccount);
          OrganizationId organization = member.organization();
          enforced.requirePasswords(organization);
          Secret link = new Secret(links.known(Links.reset(tokens.ofReset(member, Way.SHOWN))));
          return new Shown(organization, new UserId(member.id()), link);
        });
  }

  /**
   * The address of the user whose password a token sets.
   *
   * @throws dev.hawser.core.error.HawserException.NotFound when the token does not hold
   */
  public String email(Secret token) {
    return member(token).email();
  }

  /**
   * Sets the password and ends all sessions and personal tokens. Works once.
   *
   * @throws dev.hawser.core.error.HawserException.NotFound when the token does not hold
   * @throws dev.hawser.core.error.HawserException.Conflict when the user's organization enforces
   *     single sign-on
   */
  public void complete(Secret token, Secret password) {
    // Before the costly hash: strangers must not have it for nothing.
    MemberRow asking = member(token);
    enforced.requirePasswords(asking.organization());
    String hash = argon2.hashPassword(password.reveal());
    transactions.executeWrite(
        status -> {
          TokenRow row = tokens.use(Purpose.PASSWORD_RESET, token);
          MemberRow member = members.findAnywhere(row.user()).orElseThrow(AccountErrors::badLink);
          UserId id = new UserId(member.id());
          enforced.requirePasswords(member.organization());
          members.setPassword(member.organization(), member.id(), hash);
          if (row.mailed()) {
            members.verify(member.organization(), member.id(), row.email(), clock.instant());
          }
          tokens.endOfUser(member.id(), Purpose.PASSWORD_RESET);
          announcer.changing(id, Change.PASSWORD_RESET);
          audit.record(
              OwnAccount.event(member.organization(), id, "passwords.reset")
                  .with("mailed", row.mailed()));
          if (mails.areSent()) {
            mails.order(NoticeMail.PASSWORD, member.id(), member.email());
          }
          return id;
        });
  }

  private MemberRow member(Secret token) {
    return tokens
        .find(Purpose.PASSWORD_RESET, token)
        .flatMap(row -> members.findAnywhere(row.user()))
        .orElseThrow(AccountErrors::badLink);
  }
}
