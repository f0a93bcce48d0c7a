package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.http.JsonBody;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.identity.SecretValue;
import dev.hawser.identity.internal.secret.SecretService;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The environment secrets of a project. Values go in and never come out. */
@Controller("/api/v1/projects/{project}/secrets")
@Secured(Needs.SECRETS_VIEW)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Secrets")
final class SecretController {
  /**
   * @param value 4 to 8192 characters; shorter ones could not be told from other text in a history
   */
  @Serdeable
  @Schema(name = "SecretInput")
  record SecretInput(String value) {
    @Override
    public String toString() {
      return "SecretInput[***]";
    }
  }

  /**
   * @param fingerprint random, another one whenever the secret is set; says nothing of the value
   */
  @Serdeable
  @Schema(name = "Secret")
  record Secret(
      String name,
      String fingerprint,
      Instant createdAt,
      String createdBy,
      Instant changedAt,
      String changedBy) {
    private static Secret of(SecretService.SecretView view) {
      return new Secret(
          view.name(),
          view.fingerprint(),
          view.createdAt(),
          view.createdBy(),
          view.changedAt(),
          view.changedBy());
    }
  }

  private final SecretService secrets;

  SecretController(SecretService secrets) {
    this.secrets = secrets;
  }

  /** The secrets by name, without values. */
  @Get
  Page<Secret> list(
      @Parameter(hidden = true) Caller caller,
      String project,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    Page<SecretService.SecretView> page =
        secrets.list(caller.requireProject(project), PageRequest.of(limit, cursor));
    return new Page<>(page.items().stream().map(Secret::of).toList(), page.nextCursor());
  }

  /** One secret, without its value. */
  @Get("/{name}")
  Secret get(@Parameter(hidden = true) Caller caller, String project, String name) {
    return Secret.of(secrets.get(caller.requireProject(project), name));
  }

  /**
   * Sets a secret: makes it (201) or replaces its value (204). New executions use the new value at
   * once, at the latest after ten seconds.
   */
  @Put("/{name}")
  @Secured(Needs.SECRETS_MANAGE)
  @RequestBody(content = @Content(schema = @Schema(implementation = SecretInput.class)))
  @ApiResponse(responseCode = "201", description = "The secret is new.")
  @ApiResponse(responseCode = "204", description = "Its value was replaced.")
  HttpResponse<?> put(
      @Parameter(hidden = true) Caller caller, String project, String name, @Body byte[] body) {
    caller.requireProject(project);
    JsonBody fields = JsonBody.read(body);
    String value = fields.text("value", SecretValue.MAX_LENGTH);
    if (!value.isEmpty() && value.length() < SecretValue.MIN_LENGTH) {
      fields.problem(
          "value",
          "must have at least "
              + SecretValue.MIN_LENGTH
              + " characters: a shorter one could not be told from other text, and so not be kept"
              + " out of histories");
    }
    if (!UTF_8.newEncoder().canEncode(value)) {
      fields.problem("value", "must not contain half a surrogate pair");
    }
    fields.check();
    boolean created = secrets.put(caller, name, new SecretValue(value));
    return HttpResponse.status(created ? HttpStatus.CREATED : HttpStatus.NO_CONTENT);
  }

  /** Deletes a secret. Workflows that use it fail where they do. */
  @Delete("/{name}")
  @Secured(Needs.SECRETS_MANAGE)
  @Status(HttpStatus.NO_CONTENT)
  void delete(@Parameter(hidden = true) Caller caller, String project, String name) {
    caller.requireProject(project);
    secrets.delete(caller, name);
  }
}
