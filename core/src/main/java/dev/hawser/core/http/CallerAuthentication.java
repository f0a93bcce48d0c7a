package dev.hawser.core.http;

import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Credential;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.Permission;
import dev.hawser.core.tenancy.ProjectId;
import io.micronaut.security.authentication.Authentication;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A verified caller, in the form that the security filter wants: its roles are the ids of the
 * caller's permissions.
 */
@SuppressWarnings("serial") // the framework's interface is Serializable; nobody serializes it
public final class CallerAuthentication implements Authentication {
  private final OrganizationCaller caller;
  private final @Nullable Caller ofProject;
  private final List<String> roles;
  private final Credential credential;

  /** The caller behind a project's key. */
  public CallerAuthentication(OrganizationCaller caller, @Nullable ProjectId project) {
    this(caller, project, Credential.API_KEY);
  }

  /**
   * @param project the project that the credentials belong to; for a member the one in the path of
   *     the request, if the member may see it; else null
   */
  public CallerAuthentication(
      OrganizationCaller caller, @Nullable ProjectId project, Credential credential) {
    this.caller = caller;
    this.ofProject =
        project == null ? null : new Caller(caller.organization(), project, caller.subject());
    this.roles = caller.permissions().stream().map(Permission::id).toList();
    this.credential = credential;
  }

  /** By what the caller has proven who it is. */
  public Credential credential() {
    return credential;
  }

  /** The caller as one of the organization. */
  public OrganizationCaller caller() {
    return caller;
  }

  /** The caller as one of a project. */
  public Optional<Caller> ofProject() {
    return Optional.ofNullable(ofProject);
  }

  @Override
  public String getName() {
    return caller.subject();
  }

  @Override
  public Collection<String> getRoles() {
    return roles;
  }

  @Override
  public Map<String, Object> getAttributes() {
    return Map.of();
  }
}
