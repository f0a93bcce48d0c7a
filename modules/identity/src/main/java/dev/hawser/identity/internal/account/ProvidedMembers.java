package dev.hawser.identity.internal.account;

import dev.hawser.core.id.Uuid7;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.account.MemberChanges.Change;
import dev.hawser.identity.internal.account.OneTimeTokens.Purpose;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Members as the organization's identity provider tells of them. All of it is part of the caller's
 * transaction.
 */
@Singleton
public final class ProvidedMembers {
  /** Somebody who is to become a member; the provider vouches for the address. */
  public record Newcomer(
      EmailAddress email, @Nullable String firstName, @Nullable String lastName) {
    @Override
    public String toString() {
      return "Newcomer[" + email + "]"; // names stay out of logs
    }
  }

  private final MemberRepository members;
  private final InvitationRepository invitations;
  private final OneTimeTokens tokens;
  private final Mails mails;
  private final Announcer announcer;
  private final Uuid7 ids;
  private final InstantSource clock;

  ProvidedMembers(
      MemberRepository members,
      InvitationRepository invitations,
      OneTimeTokens tokens,
      Mails mails,
      Announcer announcer,
      Uuid7 ids,
      InstantSource clock) {
    this.members = members;
    this.invitations = invitations;
    this.tokens = tokens;
    this.mails = mails;
    this.announcer = announcer;
    this.ids = ids;
    this.clock = clock;
  }

  /** Holds off whoever makes or unmakes administrators, until the transaction ends. */
  public void lock(OrganizationId organization) {
    members.lockOrganization(organization);
  }

  public Optional<Profile> find(OrganizationId organization, UserId user) {
    return members.find(organization, user.value()).map(Profile::of);
  }

  /** The member with the address, which may be one of another organization. */
  public Optional<UserId> findAnywhere(EmailAddress email) {
    return members.findByEmail(email.value()).map(row -> new UserId(row.id()));
  }

  /** The role that an open invitation for the address gives; it is held until it is decided. */
  public Optional<Role> invitedAs(OrganizationId organization, EmailAddress email) {
    return open(organization, email).flatMap(row -> Role.find(row.role()));
  }

  private Optional<InvitationRow> open(OrganizationId organization, EmailAddress email) {
    return invitations
        .lockOpen(organization, email.value())
        .filter(row -> row.expiresAt().isAfter(clock.instant()));
  }

  /**
   * Makes a member without a password. An open invitation for the address is accepted with it.
   *
   * @throws dev.hawser.core.error.HawserException.Conflict when there is a user with the address
   */
  public UserId join(OrganizationId organization, Newcomer person, Role role) {
    Instant now = clock.instant();
    UUID id = ids.next();
    String email = person.email().value();
    int inserted =
        members.insert(
            id,
            organization,
            email,
            now,
            person.firstName(),
            person.lastName(),
            role.id(),
            null,
            now);
    if (inserted == 0) {
      throw AccountErrors.emailTaken();
    }
    open(organization, person.email()).ifPresent(row -> accept(row, id, now));
    return new UserId(id);
  }

  private void accept(InvitationRow invitation, UUID user, Instant now) {
    invitations.accept(invitation.organization(), invitation.id(), user, now);
    invitations.joinTeams(invitation.organization(), invitation.id(), user, now);
    tokens.endOfInvitation(invitation.id());
    mails.cancel(InvitationMail.ID, invitation.id());
  }

  /**
   * Takes the password away and ends all sessions, for an account whose address nobody has proven:
   * who set the password may be somebody else than who has come now.
   */
  public void forgetPassword(OrganizationId organization, UserId user) {
    members.setPassword(organization, user.value(), null);
    tokens.endOfUser(user.value(), Purpose.PASSWORD_RESET);
    announcer.changing(user, Change.PASSWORD_RESET);
  }

  /** The provider vouches that the address is the member's. */
  public void confirmEmail(OrganizationId organization, UserId user, EmailAddress email) {
    members.verify(organization, user.value(), email.value(), clock.instant());
  }

  /**
   * Gives a member the role, unless that takes the last administrator away; {@link #lock} comes
   * before it.
   *
   * @return the role that the member has now
   */
  public Role give(OrganizationId organization, Profile member, Role role) {
    if (member.role() == role) {
      return role;
    }
    UUID id = member.id().value();
    if (member.role() == Role.ADMIN && members.countOtherAdmins(organization, id) == 0) {
      return Role.ADMIN;
    }
    members.setRole(organization, id, role.id());
    announcer.changing(member.id(), Change.ROLE);
    return role;
  }
}
