package dev.hawser.identity.internal.http;

import dev.hawser.core.tenancy.Caller;
import dev.hawser.identity.internal.key.ProjectNames;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Who is calling. */
@Controller("/api/v1/me")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Me")
final class MeController {
  /**
   * @param subject what appears as the author of changes: {@code key_…}
   */
  @Serdeable
  @Schema(name = "Me")
  record Me(Named organization, Named project, String subject) {}

  /** Something with a name. */
  @Serdeable
  @Schema(name = "Named")
  record Named(String id, String name) {}

  private final ProjectNames names;

  MeController(ProjectNames names) {
    this.names = names;
  }

  /** The organization and project that the API key of this request belongs to. */
  @Get
  Me me(@Parameter(hidden = true) Caller caller) {
    ProjectNames.Names found = names.of(caller);
    return new Me(
        new Named(caller.organization().toString(), found.organizationName()),
        new Named(caller.project().toString(), found.projectName()),
        caller.subject());
  }
}
