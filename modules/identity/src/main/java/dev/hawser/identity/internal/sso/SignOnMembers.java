package dev.hawser.identity.internal.sso;

import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.access.OwnAccount;
import dev.hawser.identity.internal.account.Profile;
import dev.hawser.identity.internal.account.ProvidedMembers;
import dev.hawser.identity.internal.account.ProvidedMembers.Newcomer;
import dev.hawser.identity.internal.hash.Sha256;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Who somebody is here that the provider tells of: by issuer and subject, and the first time by an
 * address that the provider vouches for. Never somebody of another organization.
 */
@Singleton
final class SignOnMembers {
  /** A member of the organization, with the role that counts from now on. */
  record Found(UserId user, Role role) {}

  private final ProvidedMembers members;
  private final LinkRepository links;
  private final InstantSource clock;
  private final AuditTrail audit;

  SignOnMembers(
      ProvidedMembers members,
      LinkRepository links,
      InstantSource clock,
      @Named("identity") AuditTrail audit) {
    this.members = members;
    this.links = links;
    this.clock = clock;
    this.audit = audit;
  }

  /**
   * The member that somebody is, made if need be; in a transaction.
   *
   * @throws HawserException.AccessDenied when they are none and cannot become one
   */
  Found find(OrganizationId organization, SignOnSettings settings, Person person) {
    Profile known = linked(organization, person).orElse(null);
    if (known != null && wanted(settings, person, known) == known.role()) {
      requireDomain(settings, EmailAddress.parse(known.email()).orElseThrow());
      return new Found(known.id(), known.role()); // as mostly: nobody has to wait for anybody
    }
    members.lock(organization); // two first sign-ins of one person come one after the other
    Profile member = linked(organization, person).orElse(null);
    if (member != null) {
      requireDomain(settings, EmailAddress.parse(member.email()).orElseThrow());
      return new Found(member.id(), applied(organization, settings, person, member));
    }
    EmailAddress email =
        person
            .vouchedEmail(settings)
            .orElseThrow(
                () ->
                    SignOnErrors.email(
                        person.email() == null
                            ? "The provider says no e-mail address that an account can have."
                            : "The provider does not say that the e-mail address is verified."));
    requireDomain(settings, email);
    Optional<UserId> holder = members.findAnywhere(email);
    Found found =
        holder.isPresent()
            ? existing(organization, settings, person, holder.get(), email)
            : made(organization, settings, person, email);
    link(organization, person, found.user());
    return found;
  }

  private Optional<Profile> linked(OrganizationId organization, Person person) {
    return links
        .find(organization, person.issuer(), person.subjectHash())
        .flatMap(link -> Optional.ofNullable(link.userId()))
        .flatMap(user -> members.find(organization, new UserId(user)));
  }

  private Found existing(
      OrganizationId organization,
      SignOnSettings settings,
      Person person,
      UserId user,
      EmailAddress email) {
    Profile member =
        members
            .find(organization, user)
            .orElseThrow(
                () ->
                    SignOnErrors.otherAccount(
                        "The e-mail address is that of an account of another organization."));
    if (links.countOf(organization, user.value(), person.issuer()) > 0) {
      // An address that was given to another person must not bring the first one's account along.
      throw SignOnErrors.otherAccount(
          "The member with this e-mail address is another subject of the provider.");
    }
    // Administrators keep theirs for when the provider fails; who has such an account needs no
    // other.
    boolean doubtful = !member.emailVerified() && member.role() != Role.ADMIN;
    if (doubtful) {
      members.forgetPassword(organization, user);
    }
    Role role = applied(organization, settings, person, member);
    members.confirmEmail(organization, user, email);
    audit.record(
        OwnAccount.event(organization, user, "members.linked")
            .with("password-removed", doubtful)
            .with("issuer", person.issuer()));
    return new Found(user, role);
  }

  private Found made(
      OrganizationId organization, SignOnSettings settings, Person person, EmailAddress email) {
    Optional<Role> invited = members.invitedAs(organization, email);
    if (invited.isEmpty()) {
      if (!settings.jitUsers()) {
        throw SignOnErrors.noAccount();
      }
      if (hasLeft(organization, person, email)) {
        throw SignOnErrors.removed();
      }
    }
    Role role =
        settings.roles().decides()
            ? settings.roles().role(person.groups()).orElseThrow(SignOnErrors::noRole)
            : invited
                .or(() -> settings.roles().role(person.groups()))
                .orElseThrow(SignOnErrors::noRole);
    UserId user =
        members.join(
            organization, new Newcomer(email, person.firstName(), person.lastName()), role);
    links.forgetLeaver(organization, Sha256.hex(email.value()));
    audit.record(
        OwnAccount.event(organization, user, "members.joined")
            .with("by", "single-sign-on")
            .with("issuer", person.issuer())
            .with("role", role.id())
            .with("invited", invited.isPresent()));
    return new Found(user, role);
  }

  /** By the address, or by the subject whose link has lost its person. */
  private boolean hasLeft(OrganizationId organization, Person person, EmailAddress email) {
    return links.countLeavers(organization, Sha256.hex(email.value())) > 0
        || links.find(organization, person.issuer(), person.subjectHash()).isPresent();
  }

  private void link(OrganizationId organization, Person person, UserId user) {
    int linked =
        links.put(
            organization, person.issuer(), person.subjectHash(), user.value(), clock.instant());
    if (linked == 0) {
      throw new IllegalStateException("A subject got a person while the organization was held");
    }
  }

  /** The role of the groups where they decide, else the one given here. */
  private static Role wanted(SignOnSettings settings, Person person, Profile member) {
    return settings.roles().decides()
        ? settings.roles().role(person.groups()).orElseThrow(SignOnErrors::noRole)
        : member.role();
  }

  /** Gives the role that is wanted, if that may be. */
  private Role applied(
      OrganizationId organization, SignOnSettings settings, Person person, Profile member) {
    Role wanted = wanted(settings, person, member);
    Role given = members.give(organization, member, wanted);
    if (given != member.role() || given != wanted) {
      audit.record(
          OwnAccount.event(organization, member.id(), "members.changed")
              .with("by", "single-sign-on")
              .with("roleBefore", member.role().id())
              .with("role", given.id())
              .with("last-admin", given == wanted ? null : true));
    }
    return given;
  }

  private static void requireDomain(SignOnSettings settings, EmailAddress email) {
    if (!settings.domains().isEmpty() && !settings.domains().contains(email.domain())) {
      throw SignOnErrors.domain();
    }
  }
}
