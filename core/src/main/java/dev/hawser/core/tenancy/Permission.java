package dev.hawser.core.tenancy;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a caller may do. Every endpoint names exactly one of them in its {@code @Secured}, by the
 * constants in {@link Needs}; docs/permissions.md has the whole table.
 */
public enum Permission {
  ORGANIZATION_VIEW(Needs.ORGANIZATION_VIEW, "see the organization, its teams and its members"),
  ORGANIZATION_MANAGE(Needs.ORGANIZATION_MANAGE, "change the organization, its logo and sign-on"),
  MEMBERS_MANAGE(Needs.MEMBERS_MANAGE, "invite and remove members, change roles and teams"),
  AUDIT_VIEW(Needs.AUDIT_VIEW, "read and export the audit log"),
  PROJECTS_VIEW(Needs.PROJECTS_VIEW, "see projects and their settings"),
  PROJECTS_MANAGE(Needs.PROJECTS_MANAGE, "create projects and change their settings"),
  PROJECTS_DELETE(Needs.PROJECTS_DELETE, "archive, restore and delete projects"),
  WORKFLOWS_VIEW(Needs.WORKFLOWS_VIEW, "read workflows, versions and app events"),
  WORKFLOWS_EDIT(Needs.WORKFLOWS_EDIT, "change and test workflows and app events"),
  WORKFLOWS_DEPLOY(Needs.WORKFLOWS_DEPLOY, "deploy and undeploy workflows"),
  EXECUTIONS_VIEW(Needs.EXECUTIONS_VIEW, "read the task history"),
  EXECUTIONS_RUN(Needs.EXECUTIONS_RUN, "start executions by hand"),
  EXECUTIONS_REPLAY(Needs.EXECUTIONS_REPLAY, "replay executions"),
  CONNECTED_USERS_VIEW(Needs.CONNECTED_USERS_VIEW, "see connected users"),
  CONNECTED_USERS_MANAGE(
      Needs.CONNECTED_USERS_MANAGE, "change, disable and delete connected users"),
  SIGNING_KEYS_MANAGE(Needs.SIGNING_KEYS_MANAGE, "manage the keys of user tokens"),
  SECRETS_VIEW(Needs.SECRETS_VIEW, "see the names of environment secrets"),
  SECRETS_MANAGE(Needs.SECRETS_MANAGE, "set and delete environment secrets"),
  API_KEYS_MANAGE(Needs.API_KEYS_MANAGE, "see, create and revoke API keys");

  /** What a credential of one project can have at most; the rest is for members. */
  public static final Set<Permission> OF_PROJECT =
      Collections.unmodifiableSet(
          EnumSet.complementOf(
              EnumSet.of(
                  ORGANIZATION_MANAGE,
                  MEMBERS_MANAGE,
                  AUDIT_VIEW,
                  PROJECTS_MANAGE,
                  PROJECTS_DELETE)));

  private final String id;
  private final String meaning;

  Permission(String id, String meaning) {
    this.id = id;
    this.meaning = meaning;
  }

  /** The name that the API uses, for example {@code workflows:edit}. */
  public String id() {
    return id;
  }

  /** What it allows, as a phrase for "may …". */
  public String meaning() {
    return meaning;
  }

  /** The permission with this id. */
  public static Optional<Permission> find(String id) {
    return Arrays.stream(values()).filter(permission -> permission.id.equals(id)).findFirst();
  }
}
