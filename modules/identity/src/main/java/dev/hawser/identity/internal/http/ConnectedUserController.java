package dev.hawser.identity.internal.http;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.json.Json;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.ConnectedUser;
import dev.hawser.identity.internal.connected.ConnectedUserLists;
import dev.hawser.identity.internal.connected.ConnectedUserService;
import dev.hawser.identity.internal.connected.ConnectedUserService.UserDetail;
import dev.hawser.identity.internal.connected.ConnectedUserService.UserView;
import dev.hawser.identity.internal.connected.ConnectedUserStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connected users of a project. */
@Controller("/api/v1/projects/{project}/connected-users")
@Secured(Needs.CONNECTED_USERS_VIEW)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Connected users")
final class ConnectedUserController {
  private static final ErrorCode INVALID = new ErrorCode("core.argument-invalid");

  /**
   * @param userId what the customer calls the user: the {@code sub} of their tokens
   * @param name the metadata's {@code Name}
   * @param email the metadata's {@code Email}
   * @param status {@code active}, {@code disabled} or {@code deleting}
   * @param lastActiveAt to the minute
   */
  @Serdeable
  @Schema(name = "ConnectedUser")
  record ListedUser(
      String id,
      String userId,
      @Nullable String name,
      @Nullable String email,
      String status,
      Instant createdAt,
      Instant lastActiveAt) {
    private static ListedUser of(UserView user) {
      return new ListedUser(
          user.id().toString(),
          user.userId(),
          user.name(),
          user.email(),
          user.status().id(),
          user.createdAt(),
          user.lastActiveAt());
    }
  }

  /** A user with their metadata. */
  @Schema(name = "ConnectedUserDetail")
  record DetailedUser(
      String id,
      String userId,
      Map<String, Object> metadata,
      String status,
      Instant createdAt,
      Instant lastActiveAt) {}

  /**
   * @param metadata what is not in it stays, what is null in it is removed
   * @param status {@code active} or {@code disabled}
   */
  @Schema(name = "ConnectedUserUpdate")
  record UserUpdate(@Nullable Map<String, Object> metadata, @Nullable String status) {}

  private final AuditedChanges changes;
  private final ConnectedUserService users;
  private final ConnectedUserLists lists;

  ConnectedUserController(
      ConnectedUserService users, ConnectedUserLists lists, AuditedChanges changes) {
    this.changes = changes;
    this.users = users;
    this.lists = lists;
  }

  /**
   * The users, last active first; with {@code search}, those whose user id, name or e-mail address
   * begins with it. A page of a search may have fewer users than asked for: go on while there is a
   * cursor.
   */
  @Get
  Page<ListedUser> list(
      @Parameter(hidden = true) Caller caller,
      String project,
      @Nullable @QueryValue String search,
      @Nullable @QueryValue String status,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    ProjectId id = caller.requireProject(project);
    PageRequest request = PageRequest.of(limit, cursor);
    ConnectedUserStatus wanted = status == null ? null : status(status);
    Page<UserView> page =
        search == null || search.isEmpty()
            ? lists.list(id, wanted, request)
            : lists.search(id, searchable(search), wanted, request);
    return new Page<>(page.items().stream().map(ListedUser::of).toList(), page.nextCursor());
  }

  /** One user. */
  @Get("/{user}")
  @Produces(MediaType.APPLICATION_JSON)
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = DetailedUser.class)))
  byte[] get(@Parameter(hidden = true) Caller caller, String project, String user) {
    return json(users.get(caller.requireProject(project), user));
  }

  /** Changes the metadata, or disables or enables the user: at once here, in 2 s everywhere. */
  @Patch("/{user}")
  @Secured(Needs.CONNECTED_USERS_MANAGE)
  @Produces(MediaType.APPLICATION_JSON)
  @RequestBody(content = @Content(schema = @Schema(implementation = UserUpdate.class)))
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = DetailedUser.class)))
  byte[] change(
      @Parameter(hidden = true) Caller caller, String project, String user, @Body byte[] body) {
    ProjectId id = caller.requireProject(project);
    var change = UserChange.read(body);
    return json(
        changes.make(
            () -> users.change(id, user, change),
            changed ->
                AuditEvent.by(caller, "connected-users.changed")
                    .on("connected-user", user)
                    .with("fields", change.fields())));
  }

  private static ConnectedUserStatus status(String text) {
    return ConnectedUserStatus.find(text)
        .orElseThrow(() -> invalid("status", "must be active, disabled or deleting"));
  }

  private static String searchable(String text) {
    boolean good =
        text.length() <= ConnectedUser.MAX_USER_ID
            && text.codePoints()
                .noneMatch(
                    c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    if (!good) {
      throw invalid("search", "must have at most 256 characters, and no control characters");
    }
    return text;
  }

  private static byte[] json(UserDetail detail) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", detail.user().id().toString());
    json.put("userId", detail.user().userId());
    json.put("metadata", detail.metadata());
    json.put("status", detail.user().status().id());
    json.put("createdAt", detail.user().createdAt().toString());
    json.put("lastActiveAt", detail.user().lastActiveAt().toString());
    return Json.write(json);
  }

  private static HawserException.Invalid invalid(String parameter, String what) {
    String message = parameter + " " + what;
    return new HawserException.Invalid(
        INVALID, message, List.of(Problem.at("/" + parameter, message)));
  }
}
