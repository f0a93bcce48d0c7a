package dev.hawser.identity.internal.http;

import dev.hawser.core.config.Secret;
import dev.hawser.core.http.JsonBody;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.internal.account.ProfileService;
import dev.hawser.identity.internal.hash.PasswordRules;
import dev.hawser.identity.internal.setup.NewInstallation;
import dev.hawser.identity.internal.setup.SetupService;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The first administrator. */
@Controller("/api/v1/setup")
@Secured(SecurityRule.IS_ANONYMOUS)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Setup")
final class SetupController {
  private static final int MAX_NAME = 100;
  private static final int MAX_TOKEN = 200;

  /**
   * @param needed whether there is no administrator yet
   */
  @Serdeable
  @Schema(name = "SetupStatus")
  record SetupStatus(boolean needed) {}

  /**
   * @param token the one-time token that Hawser prints when it starts
   * @param organization name of your company
   * @param team name of the first team; "Default" when absent
   * @param project name of the first project; "Default" when absent
   * @param email the administrator's address
   * @param password at least 12 characters, not a common one
   */
  @Serdeable
  @Schema(name = "SetupRequest")
  record SetupRequest(
      String token,
      String organization,
      @Nullable String team,
      @Nullable String project,
      String email,
      @Nullable String firstName,
      @Nullable String lastName,
      String password) {}

  /** What exists now; the key is shown this once. */
  @Serdeable
  @Schema(name = "SetupResult")
  record SetupResult(
      Named organization, Named team, Named project, SetupUser user, SetupKey apiKey) {}

  /** Something with a name. */
  @Serdeable
  @Schema(name = "Named")
  record Named(String id, String name) {}

  /** The administrator. */
  @Serdeable
  @Schema(name = "SetupUser")
  record SetupUser(String id, String email) {}

  /** The first API key of the project. */
  @Serdeable
  @Schema(name = "SetupKey")
  record SetupKey(String id, String key) {}

  private final SetupService setup;
  private final ProfileService profiles;

  SetupController(SetupService setup, ProfileService profiles) {
    this.setup = setup;
    this.profiles = profiles;
  }

  /** Whether the installation still needs its first administrator. */
  @Get
  SetupStatus status() {
    return new SetupStatus(setup.isNeeded());
  }

  /** Makes the first administrator, organization, team, project and API key. Works once. */
  @Post
  @Status(HttpStatus.CREATED)
  @RequestBody(content = @Content(schema = @Schema(implementation = SetupRequest.class)))
  SetupResult complete(@Body byte[] body) {
    JsonBody fields = JsonBody.read(body);
    String token = fields.text("token", MAX_TOKEN);
    String organization = fields.text("organization", MAX_NAME);
    String team = Objects.requireNonNullElse(fields.optionalText("team", MAX_NAME), "Default");
    String project =
        Objects.requireNonNullElse(fields.optionalText("project", MAX_NAME), "Default");
    String typed = fields.text("email", EmailAddress.MAX_LENGTH);
    String firstName = fields.optionalText("firstName", MAX_NAME);
    String lastName = fields.optionalText("lastName", MAX_NAME);
    String password = fields.text("password", PasswordRules.MAX_LENGTH);
    EmailAddress email = EmailAddress.parse(typed).orElse(null);
    if (email == null && !typed.isEmpty()) {
      fields.problem("email", EmailAddress.FORM);
    }
    if (!password.isEmpty()) {
      PasswordRules.objection(password, email == null ? typed : email.value())
          .ifPresent(objection -> fields.problem("password", objection));
    }
    fields.check();
    var person =
        new NewInstallation.Person(
            Objects.requireNonNull(email), firstName, lastName, new Secret(password));
    var made =
        setup.complete(new NewInstallation(new Secret(token), organization, team, project, person));
    profiles.welcome(made.administrator());
    return new SetupResult(
        new Named(made.organization().toString(), organization),
        new Named(made.team().toString(), team),
        new Named(made.project().toString(), project),
        new SetupUser(made.administrator().toString(), email.value()),
        new SetupKey(made.apiKey().key().id().toString(), made.apiKey().text()));
  }
}
