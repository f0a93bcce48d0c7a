package dev.hawser.identity.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.CallerAuthentication;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.identity.internal.image.ImageOwner;
import dev.hawser.identity.internal.image.ImageService;
import dev.hawser.identity.internal.key.ProjectNames;
import io.micronaut.http.HttpRequest;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is calling. */
@Controller("/api/v1/me")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Me")
final class MeController {
  /**
   * @param project the one that the API key belongs to; absent for a member, who may see several
   * @param subject what appears as the author of changes: {@code key_…} or {@code usr_…}
   * @param permissions what the caller may do, for example {@code workflows:edit}
   */
  @Serdeable
  @Schema(name = "Me")
  record Me(
      Organization organization,
      @Nullable Named project,
      String subject,
      List<String> permissions) {}

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

  private static final ErrorCode NOBODY = new ErrorCode("identity.no-member");
  private final ProjectNames names;
  private final ImageService images;

  MeController(ProjectNames names, ImageService images) {
    this.names = names;
    this.images = images;
  }

  /** The organization and, for an API key, the project of the caller, and what it may do. */
  @Get
  Me me(@Parameter(hidden = true) HttpRequest<?> request) {
    CallerAuthentication authentication =
        request.getUserPrincipal(CallerAuthentication.class).orElseThrow(MeController::nobody);
    OrganizationCaller caller = authentication.caller();
    Named project =
        authentication
            .ofProject()
            .map(of -> new Named(of.project().toString(), names.ofProject(of)))
            .orElse(null);
    ImageOwner organization = new ImageOwner.Organization(caller.organization());
    String logo =
        images.find(organization).map(image -> ImageAnswers.url(organization, image)).orElse(null);
    return new Me(
        new Organization(
            caller.organization().toString(), names.ofOrganization(caller.organization()), logo),
        project,
        caller.subject(),
        authentication.getRoles().stream().sorted().toList());
  }

  /** The operator of the machine, who is nobody's member. */
  private static HawserException.Unauthenticated nobody() {
    return new HawserException.Unauthenticated(NOBODY, "The operator's token belongs to nobody.");
  }
}
