package dev.hawser.identity;

import dev.hawser.core.tenancy.Permission;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a member is in the organization; it counts in every project that the member may see. The
 * table of docs/permissions.md is made from here.
 */
public enum Role {
  /** Everything. */
  ADMIN(EnumSet.allOf(Permission.class)),

  /** Builds and deploys, but keeps away from secrets, keys, members and the audit log. */
  MEMBER(
      EnumSet.complementOf(
          EnumSet.of(
              Permission.ORGANIZATION_MANAGE,
              Permission.MEMBERS_MANAGE,
              Permission.AUDIT_VIEW,
              Permission.PROJECTS_DELETE,
              Permission.SECRETS_MANAGE,
              Permission.API_KEYS_MANAGE))),

  /** Helps customers: looks at the task history, replays, manages connected users. */
  SUPPORT(
      EnumSet.of(
          Permission.ORGANIZATION_VIEW,
          Permission.PROJECTS_VIEW,
          Permission.WORKFLOWS_VIEW,
          Permission.EXECUTIONS_VIEW,
          Permission.EXECUTIONS_REPLAY,
          Permission.CONNECTED_USERS_VIEW,
          Permission.CONNECTED_USERS_MANAGE)),

  /** Looks and changes nothing. */
  VIEWER(
      EnumSet.of(
          Permission.ORGANIZATION_VIEW,
          Permission.PROJECTS_VIEW,
          Permission.WORKFLOWS_VIEW,
          Permission.EXECUTIONS_VIEW));

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable view of a set that nobody else has
  private final Set<Permission> permissions;

  Role(Set<Permission> permissions) {
    this.permissions = Collections.unmodifiableSet(permissions);
  }

  /** What a member with this role may do. */
  public Set<Permission> permissions() {
    return permissions;
  }

  /** The name in the API and in the database, for example {@code admin}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role with this name. */
  public static Optional<Role> find(String id) {
    return Arrays.stream(values()).filter(role -> role.id().equals(id)).findFirst();
  }
}
