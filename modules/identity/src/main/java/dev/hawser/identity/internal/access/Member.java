package dev.hawser.identity.internal.access;

import dev.hawser.core.tenancy.Credential;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Permission;
import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import java.util.Set;

/**
 * A user of whom it is proven that a request is theirs.
 *
 * @param permissions those of the role, or fewer when the credentials are good for less
 * @param credential by what it is proven
 * @param factorMissing whether the organization requires a second factor that the member has not
 *     set up; then there are no permissions
 */
public record Member(
    UserId user,
    OrganizationId organization,
    Role role,
    Set<Permission> permissions,
    Credential credential,
    boolean factorMissing) {
  public Member {
    permissions = factorMissing ? Set.of() : Set.copyOf(permissions);
  }

  /** A member who has signed in, with all that the role allows. */
  public static Member of(UserId user, OrganizationId organization, Role role) {
    return new Member(user, organization, role, role.permissions(), Credential.SESSION, false);
  }
}
