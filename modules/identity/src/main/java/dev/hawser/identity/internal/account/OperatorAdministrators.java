package dev.hawser.identity.internal.account;

import dev.hawser.core.config.Secret;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.account.InvitationService.NewInvitation;
import dev.hawser.identity.internal.account.MemberChanges.Change;
import dev.hawser.identity.internal.account.OneTimeTokens.Way;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Administrators that the operator of the machine makes, when an organization has lost its own. */
@Singleton
public final class OperatorAdministrators {
  private static final ErrorCode NO_ORGANIZATION = new ErrorCode("identity.organization-not-found");
  private static final ErrorCode WHICH = new ErrorCode("identity.organization-ambiguous");
  private static final String OPERATOR = "operator";

  /**
   * @param link shown once; for a new person it sets name and password, for a user the password
   * @param existed whether there was a user with the address, who is an administrator now
   */
  public record Made(OrganizationId organization, Secret link, boolean existed) {}

  private final OrganizationIds organizations;
  private final MemberRepository members;
  private final InvitationService invitations;
  private final OneTimeTokens tokens;
  private final Links links;
  private final Announcer announcer;
  private final TransactionOperations<Connection> transactions;

  OperatorAdministrators(
      OrganizationIds organizations,
      MemberRepository members,
      InvitationService invitations,
      OneTimeTokens tokens,
      Links links,
      Announcer announcer,
      @Named("identity") TransactionOperations<Connection> transactions) {
    this.organizations = organizations;
    this.members = members;
    this.invitations = invitations;
    this.tokens = tokens;
    this.links = links;
    this.announcer = announcer;
    this.transactions = transactions;
  }

  /**
   * Makes somebody an administrator and gives a link for the password.
   *
   * @param organization may be left out when there is one only
   * @throws HawserException.Conflict when the user belongs to another organization, or it is not
   *     clear which one is meant
   */
  public Made make(EmailAddress email, Optional<String> organization) {
    OrganizationId owner = organization.map(this::organization).orElseGet(this::onlyOrganization);
    MemberRow user = members.findByEmail(email.value()).orElse(null);
    if (user == null) {
      invitations.revokeOpen(owner, email, OPERATOR);
      var made =
          invitations.invite(
              owner, OPERATOR, new NewInvitation(email, Role.ADMIN, List.of()), Way.SHOWN);
      return new Made(owner, Objects.requireNonNull(made.link()), false);
    }
    if (!user.organization().equals(owner)) {
      throw AccountErrors.emailTaken();
    }
    UserId id = new UserId(user.id());
    Secret token =
        transactions.executeWrite(
            status -> {
              members.lockOrganization(owner);
              members.setRole(owner, user.id(), Role.ADMIN.id());
              announcer.changing(id, Change.ROLE);
              return tokens.ofReset(user, Way.SHOWN);
            });
    return new Made(owner, new Secret(links.known(Links.reset(token))), true);
  }

  private OrganizationId organization(String text) {
    return OrganizationId.parse(text)
        .filter(id -> organizations.count(id) > 0)
        .orElseThrow(
            () ->
                new HawserException.NotFound(NO_ORGANIZATION, "There is no organization " + text));
  }

  private OrganizationId onlyOrganization() {
    List<UUID> all = organizations.some();
    if (all.size() != 1) {
      throw new HawserException.Conflict(
          WHICH,
          all.isEmpty()
              ? "There is no organization yet: the setup makes the first one."
              : "There are several organizations: name one.");
    }
    return new OrganizationId(all.getFirst());
  }
}
