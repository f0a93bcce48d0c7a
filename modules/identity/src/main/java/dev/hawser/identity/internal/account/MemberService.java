package dev.hawser.identity.internal.account;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.account.MemberChanges.Change;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The members of an organization, their roles, and how they go. Whatever could take the last
 * administrator away locks the organization's row first, so that of two who do it at once the
 * second sees what the first has done.
 */
@Singleton
public final class MemberService {
  /** A member with another role, and the one before. */
  public record RoleChange(Profile member, Role before) {}

  private final MemberRepository members;
  private final FormerRepository former;
  private final MemberQuery query;
  private final Announcer announcer;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;

  MemberService(
      MemberRepository members,
      FormerRepository former,
      MemberQuery query,
      Announcer announcer,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions) {
    this.members = members;
    this.former = former;
    this.query = query;
    this.announcer = announcer;
    this.clock = clock;
    this.transactions = transactions;
  }

  /** Members by address. */
  public Page<Profile> list(OrganizationId organization, MemberFilter filter, PageRequest request) {
    var found = query.list(organization, filter, request.after(), request.limit() + 1);
    Page<MemberQuery.Found> page = request.page(found, MemberQuery.Found::position);
    return new Page<>(
        page.items().stream().map(MemberQuery.Found::profile).toList(), page.nextCursor());
  }

  /**
   * One member.
   *
   * @throws HawserException.NotFound when it is malformed, unknown or of another organization
   */
  public Profile get(OrganizationId organization, String user) {
    return UserId.parse(user)
        .flatMap(id -> members.find(organization, id.value()))
        .map(Profile::of)
        .orElseThrow(() -> AccountErrors.noUser(user));
  }

  /** When somebody left who was a member once; the person is not known any more. */
  public Optional<Instant> leftAt(OrganizationId organization, String user) {
    return UserId.parse(user)
        .flatMap(id -> former.find(organization, id.value()))
        .map(FormerRow::removedAt);
  }

  /**
   * Gives a member another role.
   *
   * @throws HawserException.AccessDenied when the role may do more than the caller
   * @throws HawserException.Conflict when it is the last administrator
   * @throws HawserException.NotFound when there is no such member
   */
  public RoleChange changeRole(OrganizationCaller caller, String user, Role role) {
    AccountErrors.requireGivable(caller, role);
    return transactions.executeWrite(
        status -> {
          Profile before = lock(caller.organization(), user);
          if (before.role() == Role.ADMIN && role != Role.ADMIN) {
            requireOtherAdmin(caller.organization(), before.id());
          }
          members.setRole(caller.organization(), before.id().value(), role.id());
          announcer.changing(before.id(), Change.ROLE);
          return new RoleChange(get(caller.organization(), user), before.role());
        });
  }

  /**
   * Removes a member and everything that is theirs; what they did keeps their id.
   *
   * @param by who does it; the member itself when it leaves
   * @throws HawserException.Conflict when it is the last administrator
   * @throws HawserException.NotFound when there is no such member
   */
  public void remove(OrganizationId organization, String user, String by) {
    transactions.executeWrite(
        status -> {
          Profile member = lock(organization, user);
          if (member.role() == Role.ADMIN) {
            requireOtherAdmin(organization, member.id());
          }
          announcer.changing(member.id(), Change.REMOVED);
          members.insertFormer(member.id().value(), organization, clock.instant(), by);
          members.delete(organization, member.id().value());
          return member.id();
        });
  }

  private Profile lock(OrganizationId organization, String user) {
    members.lockOrganization(organization);
    return get(organization, user);
  }

  private void requireOtherAdmin(OrganizationId organization, UserId user) {
    if (members.countOtherAdmins(organization, user.value()) == 0) {
      throw AccountErrors.lastAdmin();
    }
  }
}
