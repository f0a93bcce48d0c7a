package dev.hawser.identity.internal.http;

import dev.hawser.identity.internal.sso.SignOnRelease;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way in for organizations whose identity provider lets nobody in any more. */
@Controller("/api/v1/operator/single-sign-on")
@Secured(OperatorAuthentication.ROLE)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Operator")
final class SingleSignOnOperatorController {
  /**
   * @param organization where passwords count again
   */
  @Serdeable
  @Schema(name = "ReleasedOrganization")
  record Released(String organization) {}

  private final SignOnRelease release;

  SingleSignOnOperatorController(SignOnRelease release) {
    this.release = release;
  }

  /**
   * Ends the enforcing of single sign-on in an organization: passwords count again.
   *
   * @param organization its id; may be left out when only one enforces it
   */
  @Delete("/enforcement")
  Released release(@QueryValue @Nullable String organization) {
    return new Released(release.release(Optional.ofNullable(organization)).toString());
  }
}
