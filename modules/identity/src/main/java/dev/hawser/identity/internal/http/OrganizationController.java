package dev.hawser.identity.internal.http;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.http.JsonBody;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.identity.internal.team.OrganizationService;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;

/** The caller's organization. */
@Controller("/api/v1/organization")
@Secured(Needs.ORGANIZATION_VIEW)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Organization")
final class OrganizationController {
  @Serdeable
  @Schema(name = "Organization")
  record OrganizationView(String id, String name, Instant createdAt) {}

  @Serdeable
  @Schema(name = "OrganizationChange")
  record OrganizationChange(String name) {}

  private final AuditedChanges changes;
  private final OrganizationService organizations;

  OrganizationController(OrganizationService organizations, AuditedChanges changes) {
    this.changes = changes;
    this.organizations = organizations;
  }

  /** The organization. */
  @Get
  OrganizationView get(@Parameter(hidden = true) OrganizationCaller caller) {
    OrganizationService.Organization organization = organizations.get(caller.organization());
    return new OrganizationView(
        caller.organization().toString(), organization.name(), organization.createdAt());
  }

  /** Renames the organization. */
  @Patch
  @Secured(Needs.ORGANIZATION_MANAGE)
  @RequestBody(content = @Content(schema = @Schema(implementation = OrganizationChange.class)))
  OrganizationView rename(@Parameter(hidden = true) OrganizationCaller caller, @Body byte[] body) {
    JsonBody fields = JsonBody.read(body);
    String name = AccountFields.name(fields, "name");
    fields.check();
    changes.make(
        () -> organizations.rename(caller.organization(), name),
        AuditEvent.by(caller, "organization.changed").with("name", name));
    return get(caller);
  }
}
