package dev.hawser.identity.internal.http;

import dev.hawser.core.tenancy.Caller;
import dev.hawser.identity.internal.image.ImageOwner;
import dev.hawser.identity.internal.image.ImageService;
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
import org.jspecify.annotations.Nullable;

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
  record Me(Organization organization, Named project, String subject) {}

  /**
   * @param logoUrl where its logo is, relative to the server; absent when it has none
   */
  @Serdeable
  @Schema(name = "MyOrganization")
  record Organization(String id, String name, @Nullable String logoUrl) {}

  /** Something with a name. */
  @Serdeable
  @Schema(name = "Named")
  record Named(String id, String name) {}

  private final ProjectNames names;
  private final ImageService images;

  MeController(ProjectNames names, ImageService images) {
    this.names = names;
    this.images = images;
  }

  /** The organization and project that the API key of this request belongs to. */
  @Get
  Me me(@Parameter(hidden = true) Caller caller) {
    ProjectNames.Names found = names.of(caller);
    ImageOwner organization = new ImageOwner.Organization(caller.organization());
    String logo =
        images.find(organization).map(image -> ImageAnswers.url(organization, image)).orElse(null);
    return new Me(
        new Organization(caller.organization().toString(), found.organizationName(), logo),
        new Named(caller.project().toString(), found.projectName()),
        caller.subject());
  }
}
