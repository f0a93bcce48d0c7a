package dev.hawser.identity.internal.account;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.config.Secret;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.InvitationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.account.OneTimeTokens.Purpose;
import dev.hawser.identity.internal.hash.Argon2;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What somebody does who has the link of an invitation. */
@Singleton
public final class Acceptance {
  /** What the link says before it is accepted. */
  public record Offer(
      String organization, String email, Role role, String invitedBy, Instant expiresAt) {}

  /** Who joins. */
  public record NewMember(
      Secret token, @Nullable String firstName, @Nullable String lastName, Secret password) {}

  /** Who has joined. */
  public record Joined(UserId user, String email, OrganizationId organization, String name) {}

  private final InvitationRepository rows;
  private final MemberRepository members;
  private final OneTimeTokens tokens;
  private final Mails mails;
  private final EnforcedOrganizations enforced;
  private final Argon2 argon2;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;
  private final AuditTrail audit;

  Acceptance(
      InvitationRepository rows,
      MemberRepository members,
      OneTimeTokens tokens,
      Mails mails,
      EnforcedOrganizations enforced,
      Argon2 argon2,
      Uuid7 ids,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions,
      @Named("identity") AuditTrail audit) {
    this.rows = rows;
    this.members = members;
    this.tokens = tokens;
    this.mails = mails;
    this.enforced = enforced;
    this.argon2 = argon2;
    this.ids = ids;
    this.clock = clock;
    this.transactions = transactions;
    this.audit = audit;
  }

  /**
   * What a token stands for.
   *
   * @throws dev.hawser.core.error.HawserException.NotFound when it does not hold
   */
  public Offer look(Secret token) {
    InvitationRow row = open(token);
    String inviter =
        UserId.parse(row.invitedBy())
            .flatMap(id -> members.find(row.organization(), id.value()))
            .map(MemberRow::name)
            .orElse("an administrator");
    return new Offer(
        organization(row),
        row.email(),
        Role.find(row.role()).orElseThrow(),
        inviter,
        row.expiresAt());
  }

  /**
   * Makes the user. Works once; of several who try at once, one joins.
   *
   * @throws dev.hawser.core.error.HawserException.NotFound when the token does not hold
   * @throws dev.hawser.core.error.HawserException.Conflict when there is a user with the address,
   *     or the organization enforces single sign-on, which then accepts the invitation
   */
  public Joined accept(NewMember person) {
    InvitationRow invitation = open(person.token());
    enforced.requirePasswords(invitation.organization());
    String hash = argon2.hashPassword(person.password().reveal());
    UserId user = new UserId(ids.next());
    transactions.executeWrite(
        status -> {
          join(invitation, person, user, hash);
          return user;
        });
    return new Joined(
        user, invitation.email(), invitation.organization(), organization(invitation));
  }

  private void join(InvitationRow invitation, NewMember person, UserId user, String hash) {
    Instant now = clock.instant();
    enforced.requirePasswords(invitation.organization());
    if (rows.accept(invitation.organization(), invitation.id(), user.value(), now) == 0) {
      throw AccountErrors.badLink();
    }
    TokenRow token = tokens.use(Purpose.INVITATION, person.token());
    int inserted =
        members.insert(
            user.value(),
            invitation.organization(),
            invitation.email(),
            token.mailed() ? now : null,
            person.firstName(),
            person.lastName(),
            invitation.role(),
            hash,
            now);
    if (inserted == 0) {
      throw AccountErrors.emailTaken();
    }
    rows.joinTeams(invitation.organization(), invitation.id(), user.value(), now);
    audit.record(
        AuditEvent.of(invitation.organization(), null, user.toString(), "invitations.accepted")
            .on("invitation", new InvitationId(invitation.id()))
            .with("role", invitation.role()));
    tokens.endOfInvitation(invitation.id());
    mails.cancel(InvitationMail.ID, invitation.id());
    if (mails.areSent()) {
      UserId.parse(invitation.invitedBy())
          .flatMap(id -> members.find(invitation.organization(), id.value()))
          .ifPresent(inviter -> mails.order(AcceptedMail.ID, invitation.id(), inviter.email()));
    }
  }

  private InvitationRow open(Secret token) {
    return tokens
        .find(Purpose.INVITATION, token)
        .flatMap(row -> rows.findAnywhere(row.invitation()))
        .filter(InvitationRow::isOpen)
        .orElseThrow(AccountErrors::badLink);
  }

  private String organization(InvitationRow row) {
    return rows.organizationName(row.organization()).orElseThrow();
  }
}
