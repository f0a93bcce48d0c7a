package dev.hawser.workflows.internal.http;

import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.WorkflowId;
import dev.hawser.workflows.internal.event.AppEventInfo;
import dev.hawser.workflows.internal.event.AppEventRow;
import dev.hawser.workflows.internal.event.EventService;
import dev.hawser.workflows.internal.event.NewEvent;
import dev.hawser.workflows.internal.http.Documents.Field;
import dev.hawser.workflows.internal.store.EventUser;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** App events: what an application may tell its workflows. */
@Controller("/api/v1/projects/{project}/events")
@Produces(MediaType.APPLICATION_JSON)
@Secured(Needs.WORKFLOWS_VIEW)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "App events")
final class EventController {
  private final EventService events;

  EventController(EventService events) {
    this.events = events;
  }

  /** The app events of the project without examples and schemas, by name. */
  @Get
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = EventSchemas.EventPage.class)))
  HttpResponse<byte[]> list(
      @Parameter(hidden = true) Caller caller,
      String project,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    ProjectId id = caller.requireProject(project);
    Page<AppEventInfo> page = events.list(id, PageRequest.of(limit, cursor));
    return HttpResponse.ok(Documents.page(page, EventController::json));
  }

  /** One app event. */
  @Get("/{event}")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = EventSchemas.Event.class)))
  HttpResponse<byte[]> get(@Parameter(hidden = true) Caller caller, String project, String event) {
    return answer(HttpStatus.OK, events.get(caller.requireProject(project), event));
  }

  /**
   * Creates the app event (201) or replaces it (200). The JSON Schema of its payload is inferred
   * from the example. With If-Match only if it is at that revision; with {@code If-None-Match: *}
   * only if there is none.
   */
  @Put("/{event}")
  @Secured(Needs.WORKFLOWS_EDIT)
  @RequestBody(content = @Content(schema = @Schema(implementation = EventSchemas.NewEvent.class)))
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = EventSchemas.Event.class)))
  HttpResponse<byte[]> put(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      String project,
      String event,
      @Body byte[] body) {
    caller.requireProject(project);
    NewEvent wanted = NewEvent.read(event, body);
    var change = Documents.change(request, caller, "workflows.event " + event, body);
    boolean onlyNew = "*".equals(request.getHeaders().get(HttpHeaders.IF_NONE_MATCH));
    var condition = new EventService.Condition(Documents.expectedRevision(request), onlyNew);
    EventService.Put put = events.put(change, wanted, condition);
    return answer(put.isNew() ? HttpStatus.CREATED : HttpStatus.OK, put.row());
  }

  /**
   * Deletes the app event; 409 while a deployed workflow listens to it.
   *
   * @param force also then
   */
  @Delete("/{event}")
  @Secured(Needs.WORKFLOWS_EDIT)
  @Status(HttpStatus.NO_CONTENT)
  void delete(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      String project,
      String event,
      @Nullable @QueryValue Boolean force) {
    caller.requireProject(project);
    events.delete(
        Documents.change(request, caller, "workflows.delete-event " + event, null),
        event,
        Boolean.TRUE.equals(force)
            ? EventService.Deletion.FORCED
            : EventService.Deletion.WHEN_UNUSED);
  }

  /** The workflows whose draft or deployed version names the app event, oldest first. */
  @Get("/{event}/workflows")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = EventSchemas.UserPage.class)))
  HttpResponse<byte[]> users(
      @Parameter(hidden = true) Caller caller,
      String project,
      String event,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    ProjectId id = caller.requireProject(project);
    Page<EventUser> page = events.users(id, event, PageRequest.of(limit, cursor));
    return HttpResponse.ok(Documents.page(page, EventController::json));
  }

  private static HttpResponse<byte[]> answer(HttpStatus status, AppEventRow row) {
    return HttpResponse.<byte[]>status(status)
        .header("ETag", Documents.etag(row.revision()))
        .body(json(row));
  }

  private static byte[] json(AppEventRow row) {
    return Documents.json(
        List.of(
            Field.of("name", row.name()),
            Field.of("revision", row.revision()),
            Field.of("description", row.description()),
            new Field("example", row.example()),
            new Field("schema", row.schema()),
            Field.of("createdAt", row.createdAt().toString()),
            Field.of("createdBy", row.createdBy()),
            Field.of("updatedAt", row.updatedAt().toString()),
            Field.of("updatedBy", row.updatedBy())));
  }

  private static byte[] json(AppEventInfo info) {
    return Documents.json(
        List.of(
            Field.of("name", info.name()),
            Field.of("revision", info.revision()),
            Field.of("description", info.description()),
            Field.of("createdAt", info.createdAt().toString()),
            Field.of("createdBy", info.createdBy()),
            Field.of("updatedAt", info.updatedAt().toString()),
            Field.of("updatedBy", info.updatedBy())));
  }

  private static byte[] json(EventUser user) {
    return Documents.json(
        List.of(
            Field.of("id", new WorkflowId(user.id()).toString()),
            Field.of("name", user.name()),
            Field.of("draft", user.inDraft()),
            Field.of("deployed", user.inDeployed())));
  }
}
