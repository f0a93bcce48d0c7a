package dev.hawser.core.tenancy;

/** The ids of the {@link Permission}s, as annotations want them: {@code @Secured(Needs.…)}. */
public final class Needs {
  public static final String ORGANIZATION_VIEW = "organization:view";
  public static final String ORGANIZATION_MANAGE = "organization:manage";
  public static final String MEMBERS_MANAGE = "members:manage";
  public static final String AUDIT_VIEW = "audit:view";
  public static final String PROJECTS_VIEW = "projects:view";
  public static final String PROJECTS_MANAGE = "projects:manage";
  public static final String PROJECTS_DELETE = "projects:delete";
  public static final String WORKFLOWS_VIEW = "workflows:view";
  public static final String WORKFLOWS_EDIT = "workflows:edit";
  public static final String WORKFLOWS_DEPLOY = "workflows:deploy";
  public static final String EXECUTIONS_VIEW = "executions:view";
  public static final String EXECUTIONS_RUN = "executions:run";
  public static final String EXECUTIONS_REPLAY = "executions:replay";
  public static final String CONNECTED_USERS_VIEW = "connected-users:view";
  public static final String CONNECTED_USERS_MANAGE = "connected-users:manage";
  public static final String SIGNING_KEYS_MANAGE = "signing-keys:manage";
  public static final String SECRETS_VIEW = "secrets:view";
  public static final String SECRETS_MANAGE = "secrets:manage";
  public static final String API_KEYS_MANAGE = "api-keys:manage";

  private Needs() {}
}
