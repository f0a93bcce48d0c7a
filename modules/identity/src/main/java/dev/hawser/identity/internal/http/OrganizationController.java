package dev.hawser.identity.internal.http;

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
import org.jspecify.annotations.Nullable;

/** The caller's organization. */
@Controller("/api/v1/organization")
@Secured(Needs.ORGANIZATION_VIEW)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Organization")
final class OrganizationController {
  /**
   * @param secondFactorRequired whether members who sign in with a password need a second factor
   */
  @Serdeable
  @Schema(name = "Organization")
  record OrganizationView(
      String id, String name, boolean secondFactorRequired, Instant createdAt) {}

  /** What is left out stays. */
  @Serdeable
  @Schema(name = "OrganizationChange")
  record OrganizationChange(@Nullable String name, @Nullable Boolean secondFactorRequired) {}

  private final OrganizationService organizations;

  OrganizationController(OrganizationService organizations) {
    this.organizations = organizations;
  }

  /** The organization. */
  @Get
  OrganizationView get(@Parameter(hidden = true) OrganizationCaller caller) {
    return view(caller, organizations.get(caller.organization()));
  }

  /**
   * Renames the organization, or requires a second factor of its members: who has none can then do
   * nothing but set one up. Only a member who has one can require it.
   */
  @Patch
  @Secured(Needs.ORGANIZATION_MANAGE)
  @RequestBody(content = @Content(schema = @Schema(implementation = OrganizationChange.class)))
  OrganizationView change(@Parameter(hidden = true) OrganizationCaller caller, @Body byte[] body) {
    JsonBody fields = JsonBody.read(body);
    String name = AccountFields.optionalName(fields, "name");
    Boolean required = fields.optionalFlag("secondFactorRequired");
    if (!fields.has("name") && !fields.has("secondFactorRequired")) {
      fields.problem("name", "or secondFactorRequired must be there");
    }
    fields.check();
    return view(
        caller, organizations.change(caller, new OrganizationService.Change(name, required)));
  }

  private static OrganizationView view(
      OrganizationCaller caller, OrganizationService.Organization organization) {
    return new OrganizationView(
        caller.organization().toString(),
        organization.name(),
        organization.secondFactorRequired(),
        organization.createdAt());
  }
}
