package dev.hawser.identity.internal.http;

import dev.hawser.core.http.IdempotencyKey;
import dev.hawser.core.http.JsonBody;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.Permission;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.internal.key.KeyService;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
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
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The API keys of a project. */
@Controller("/api/v1/projects/{project}/api-keys")
@Secured(Needs.API_KEYS_MANAGE)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "API keys")
final class ApiKeyController {
  private static final int MAX_NAME = 100;
  private static final ScopeField SCOPES = new ScopeField("an API key", Permission.OF_PROJECT);

  /**
   * @param name what the key is for
   * @param scopes what it is good for, for example {@code workflows:view}: permissions that you
   *     have yourself. All that you have except {@code api-keys:manage} when absent
   * @param expiresAt from when on it does not hold any more; never when absent. If you are a key,
   *     not after your own end, which is taken when absent
   */
  @Serdeable
  @Schema(name = "NewApiKey")
  record NewApiKey(String name, @Nullable List<String> scopes, @Nullable Instant expiresAt) {}

  /**
   * @param prefix the start of the key's text, by which people recognize it
   * @param scopes what it is good for
   * @param lastUsedAt to the minute
   */
  @Serdeable
  @Schema(name = "ApiKey")
  record ApiKey(
      String id,
      String name,
      String prefix,
      List<String> scopes,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt) {
    private static ApiKey of(KeyService.KeyView key) {
      return new ApiKey(
          key.id().toString(),
          key.name(),
          key.prefix(),
          ScopeField.ids(key.scopes()),
          key.createdAt(),
          key.expiresAt(),
          key.lastUsedAt());
    }
  }

  /**
   * @param key the whole text, shown this once
   */
  @Serdeable
  @Schema(name = "CreatedApiKey")
  record CreatedApiKey(
      String id,
      String name,
      String key,
      String prefix,
      List<String> scopes,
      Instant createdAt,
      @Nullable Instant expiresAt) {}

  private final KeyService keys;
  private final InstantSource clock;

  ApiKeyController(KeyService keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** The keys that are not revoked, oldest first. */
  @Get
  Page<ApiKey> list(
      @Parameter(hidden = true) Caller caller,
      String project,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    ProjectId id = caller.requireProject(project);
    Page<KeyService.KeyView> page = keys.list(id, PageRequest.of(limit, cursor));
    return new Page<>(page.items().stream().map(ApiKey::of).toList(), page.nextCursor());
  }

  /**
   * Makes a key. Its text is in this answer and nowhere else, so a repetition with the same
   * Idempotency-Key answers 409 and names the key.
   */
  @Post
  @Status(HttpStatus.CREATED)
  @RequestBody(content = @Content(schema = @Schema(implementation = NewApiKey.class)))
  CreatedApiKey create(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(hidden = true) OrganizationCaller member,
      String project,
      @Body byte[] body) {
    caller.requireProject(project);
    JsonBody fields = JsonBody.read(body);
    String name = fields.text("name", MAX_NAME);
    Set<Permission> scopes = SCOPES.read(fields, member.permissions());
    if (scopes == null) {
      scopes = SCOPES.held(member.permissions());
      scopes.retainAll(KeyService.USUAL);
      if (scopes.isEmpty()) {
        fields.problem("scopes", "is missing: you have none that keys get without it");
      }
    }
    Instant expiresAt = fields.optionalInstant("expiresAt");
    Instant makersEnd = keys.endOf(caller.subject());
    if (expiresAt == null) {
      expiresAt = makersEnd;
    } else if (!expiresAt.isAfter(clock.instant())) {
      fields.problem("expiresAt", "must be in the future");
    } else if (makersEnd != null && expiresAt.isAfter(makersEnd)) {
      fields.problem("expiresAt", "must not be after your own key's end, " + makersEnd);
    }
    fields.check();
    KeyService.CreatedKey created =
        keys.create(
            KeyService.Owner.of(caller),
            new KeyService.NewKey(
                name, scopes, expiresAt, IdempotencyKey.of(request).orElse(null)));
    KeyService.KeyView key = created.key();
    return new CreatedApiKey(
        key.id().toString(),
        key.name(),
        created.text(),
        key.prefix(),
        ScopeField.ids(key.scopes()),
        key.createdAt(),
        key.expiresAt());
  }

  /** Revokes a key: at once here, within two seconds everywhere. */
  @Delete("/{key}")
  @Status(HttpStatus.NO_CONTENT)
  void revoke(@Parameter(hidden = true) Caller caller, String project, String key) {
    caller.requireProject(project);
    keys.revoke(caller, key);
  }
}
