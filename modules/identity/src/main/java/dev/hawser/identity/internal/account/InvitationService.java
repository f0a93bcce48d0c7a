package dev.hawser.identity.internal.account;

import dev.hawser.core.config.Secret;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.InvitationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.TeamId;
import dev.hawser.identity.internal.account.OneTimeTokens.Way;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks people to join an organization: by mail, or by a link for whoever asks for it. */
@Singleton
public final class InvitationService {
  private static final ErrorCode MEMBER = new ErrorCode("identity.already-member");
  private static final ErrorCode OPEN = new ErrorCode("identity.invitation-open");
  private static final ErrorCode CLOSED = new ErrorCode("identity.invitation-closed");
  private static final ErrorCode NOT_FOUND = new ErrorCode("identity.invitation-not-found");
  private static final ErrorCode INVALID = new ErrorCode("core.body-invalid");
  private static final Duration VALID = Duration.ofDays(7);
  private static final UUID NEWEST = new UUID(-1, -1);

  /** Who is to join, as what. */
  public record NewInvitation(EmailAddress email, Role role, List<TeamId> teams) {
    public NewInvitation {
      teams = List.copyOf(teams);
    }
  }

  /**
   * An invitation that was just made.
   *
   * @param link for the person, if no mail brings it; a path when the settings do not tell our
   *     address
   */
  public record Made(Invitation invitation, @Nullable Secret link) {}

  private final InvitationRepository rows;
  private final MemberRepository members;
  private final OneTimeTokens tokens;
  private final Links links;
  private final Mails mails;
  private final InvitationQuota quota;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;

  InvitationService(
      InvitationRepository rows,
      MemberRepository members,
      OneTimeTokens tokens,
      Links links,
      Mails mails,
      InvitationQuota quota,
      Uuid7 ids,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions) {
    this.rows = rows;
    this.members = members;
    this.tokens = tokens;
    this.links = links;
    this.mails = mails;
    this.quota = quota;
    this.ids = ids;
    this.clock = clock;
    this.transactions = transactions;
  }

  /**
   * Invites somebody.
   *
   * @throws HawserException.AccessDenied when the role may do more than the caller
   * @throws HawserException.Conflict when it is a member, or there is an open invitation
   * @throws HawserException.LimitExceeded when the organization has had too many mailed lately
   * @throws HawserException.Invalid when there is no such team
   */
  public Made invite(OrganizationCaller caller, NewInvitation wanted) {
    AccountErrors.requireGivable(caller, wanted.role());
    return invite(caller.organization(), caller.subject(), wanted, way());
  }

  /** The same without asking for rights. */
  Made invite(OrganizationId organization, String by, NewInvitation wanted, Way way) {
    return transactions.executeWrite(status -> hand(insert(organization, by, wanted), way));
  }

  private InvitationRow insert(OrganizationId organization, String by, NewInvitation wanted) {
    Instant now = clock.instant();
    if (members
        .findByEmail(wanted.email().value())
        .filter(user -> user.organization().equals(organization))
        .isPresent()) {
      throw new HawserException.Conflict(MEMBER, "This person is a member already.");
    }
    rows.revokeExpired(organization, wanted.email().value(), now, by);
    UUID id = ids.next();
    int inserted =
        rows.insert(
            id, organization, wanted.email().value(), wanted.role().id(), by, now, now.plus(VALID));
    if (inserted == 0) {
      throw new HawserException.Conflict(
          OPEN, "This person is invited already: send that invitation again, or revoke it.");
    }
    List<UUID> teams = wanted.teams().stream().map(TeamId::value).distinct().toList();
    if (!teams.isEmpty() && rows.insertTeams(id, organization, teams) < teams.size()) {
      String message = "teams has one that does not exist";
      throw new HawserException.Invalid(INVALID, message, List.of(Problem.at("/teams", message)));
    }
    return rows.find(organization, id).orElseThrow();
  }

  /** Lets a token get to the person. */
  private Made hand(InvitationRow row, Way way) {
    Secret link = null;
    if (way == Way.MAILED) {
      quota.take(row.organizationId());
      rows.mailed(
          row.organization(), row.id(), mails.order(InvitationMail.ID, row.id(), row.email()));
    } else {
      rows.shown(row.organization(), row.id());
      link = new Secret(links.known(Links.invitation(tokens.ofInvitation(row, way))));
    }
    return new Made(Invitation.of(again(row), clock.instant()), link);
  }

  /** Invitations with a status, or with null all, newest first. */
  public Page<Invitation> list(
      OrganizationId organization, Invitation.@Nullable Status status, PageRequest request) {
    InvitationId after = request.position(text -> InvitationId.parse(text).orElse(null));
    UUID before = after == null ? NEWEST : after.value();
    Instant now = clock.instant();
    List<InvitationRow> found =
        rows.list(
            organization, status == null ? null : status.id(), now, before, request.limit() + 1);
    return request.page(
        found.stream().map(row -> Invitation.of(row, now)).toList(), one -> one.id().toString());
  }

  /**
   * One invitation.
   *
   * @throws HawserException.NotFound when it is malformed, unknown or of another organization
   */
  public Invitation get(OrganizationId organization, String invitation) {
    return Invitation.of(row(organization, invitation), clock.instant());
  }

  /**
   * Sends it again, for another seven days. Links that were sent before stop working.
   *
   * @throws HawserException.AccessDenied when its role may do more than the caller
   * @throws HawserException.Conflict when it was accepted or revoked
   * @throws HawserException.LimitExceeded when the organization has had too many mailed lately
   */
  public Made resend(OrganizationCaller caller, String invitation) {
    return transactions.executeWrite(
        status -> {
          InvitationRow row = lockOpen(caller.organization(), invitation);
          AccountErrors.requireGivable(caller, Role.find(row.role()).orElseThrow());
          end(row);
          rows.extend(row.organization(), row.id(), clock.instant().plus(VALID));
          return hand(again(row), way());
        });
  }

  /**
   * Takes it back; its links stop working.
   *
   * @throws HawserException.Conflict when it was accepted or revoked
   */
  public void revoke(OrganizationId organization, String invitation, String by) {
    transactions.executeWrite(
        status -> {
          InvitationRow row = lockOpen(organization, invitation);
          end(row);
          return rows.revoke(organization, row.id(), clock.instant(), by);
        });
  }

  /** Takes an open one for the address back, so that there can be another. */
  void revokeOpen(OrganizationId organization, EmailAddress email, String by) {
    transactions.executeWrite(
        status -> {
          rows.lockOpen(organization, email.value())
              .ifPresent(
                  row -> {
                    end(row);
                    rows.revoke(organization, row.id(), clock.instant(), by);
                  });
          return email;
        });
  }

  private void end(InvitationRow row) {
    tokens.endOfInvitation(row.id());
    mails.cancel(InvitationMail.ID, row.id());
  }

  private InvitationRow lockOpen(OrganizationId organization, String invitation) {
    InvitationRow row = rows.lock(organization, row(organization, invitation).id()).orElseThrow();
    if (!row.isOpen()) {
      throw new HawserException.Conflict(
          CLOSED, "This invitation was " + (row.acceptedAt() == null ? "revoked." : "accepted."));
    }
    return row;
  }

  private InvitationRow again(InvitationRow row) {
    return rows.find(row.organization(), row.id()).orElseThrow();
  }

  private InvitationRow row(OrganizationId organization, String invitation) {
    return InvitationId.parse(invitation)
        .flatMap(id -> rows.find(organization, id.value()))
        .orElseThrow(
            () -> new HawserException.NotFound(NOT_FOUND, "There is no invitation " + invitation));
  }

  private Way way() {
    return mails.areSent() ? Way.MAILED : Way.SHOWN;
  }
}
