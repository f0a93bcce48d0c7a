package dev.hawser.identity.internal.http;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.identity.internal.connected.DeletionService;
import dev.hawser.identity.internal.connected.DeletionService.DeletionView;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Deletes connected users with all their data, which takes a while. */
@Controller("/api/v1/projects/{project}")
@Secured(Needs.CONNECTED_USERS_MANAGE)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Connected users")
final class ConnectedUserDeletionController {
  /**
   * @param connectedUserId the id of the user, who cannot sign in any more
   * @param state {@code waiting}, {@code running} or {@code done}
   * @param deleted how many things are gone so far
   * @param part whose data was deleted last, while it runs
   * @param failure why it waits to be tried again
   */
  @Serdeable
  @Schema(name = "ConnectedUserDeletion")
  record UserDeletion(
      String id,
      String connectedUserId,
      String state,
      long deleted,
      @Nullable String part,
      @Nullable String failure,
      String requestedBy,
      Instant requestedAt,
      @Nullable Instant finishedAt) {
    private static UserDeletion of(DeletionView deletion) {
      return new UserDeletion(
          deletion.id().toString(),
          deletion.user().toString(),
          deletion.state().name().toLowerCase(Locale.ROOT),
          deletion.deleted(),
          deletion.part(),
          deletion.failure(),
          deletion.requestedBy(),
          deletion.requestedAt(),
          deletion.finishedAt());
    }
  }

  private final AuditedChanges changes;
  private final DeletionService deletions;

  ConnectedUserDeletionController(DeletionService deletions, AuditedChanges changes) {
    this.changes = changes;
    this.deletions = deletions;
  }

  /**
   * Begins to delete a user with all their data. From now on the user cannot sign in. May be
   * repeated: it is the same deletion then.
   */
  @Delete("/connected-users/{user}")
  @ApiResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = UserDeletion.class)))
  HttpResponse<UserDeletion> delete(
      @Parameter(hidden = true) Caller caller, String project, String user) {
    caller.requireProject(project);
    UserDeletion deletion =
        UserDeletion.of(
            changes.make(
                () -> deletions.request(caller, user),
                asked ->
                    AuditEvent.by(caller, "connected-users.deleted").on("connected-user", user)));
    String path = "/api/v1/projects/" + project + "/connected-user-deletions/" + deletion.id();
    return HttpResponse.<UserDeletion>accepted(URI.create(path)).body(deletion);
  }

  /** Users who are being deleted or were within a year, the newest first. */
  @Get("/connected-user-deletions")
  @Secured(Needs.CONNECTED_USERS_VIEW)
  Page<UserDeletion> list(
      @Parameter(hidden = true) Caller caller,
      String project,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    Page<DeletionView> page =
        deletions.list(caller.requireProject(project), PageRequest.of(limit, cursor));
    return new Page<>(page.items().stream().map(UserDeletion::of).toList(), page.nextCursor());
  }

  /** How far a deletion is; known for a year. */
  @Get("/connected-user-deletions/{deletion}")
  @Secured(Needs.CONNECTED_USERS_VIEW)
  UserDeletion get(@Parameter(hidden = true) Caller caller, String project, String deletion) {
    return UserDeletion.of(deletions.get(caller.requireProject(project), deletion));
  }
}
