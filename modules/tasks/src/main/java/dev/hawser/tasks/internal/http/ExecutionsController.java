package dev.hawser.tasks.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.http.JsonBody;
import dev.hawser.core.json.Json;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.tasks.internal.engine.StartRequest;
import dev.hawser.tasks.internal.http.BodyReceiver.Receiver;
import dev.hawser.tasks.internal.store.ExecutionRecordings;
import dev.hawser.tasks.internal.store.History;
import dev.hawser.tasks.internal.store.HistoryFilter;
import dev.hawser.workflows.DeployedWorkflow;
import dev.hawser.workflows.DeployedWorkflows;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.WorkflowId;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starting workflows by hand and looking at what ran. */
@Tag(name = "Executions")
@Controller("/api/v1/projects/{project}")
@Produces(MediaType.APPLICATION_JSON)
@Secured(Needs.EXECUTIONS_VIEW)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ExecutionsController {
  private static final ErrorCode FILTER = new ErrorCode("tasks.filter-invalid");

  private final Triggering triggering;
  private final BodyReceiver bodies;
  private final DeployedWorkflows workflows;
  private final History history;
  private final Recordings recordings;
  private final ShownValues shown;

  ExecutionsController(
      Triggering triggering,
      BodyReceiver bodies,
      DeployedWorkflows workflows,
      History history,
      Recordings recordings,
      ShownValues shown) {
    this.triggering = triggering;
    this.bodies = bodies;
    this.workflows = workflows;
    this.history = history;
    this.recordings = recordings;
    this.shown = shown;
  }

  /**
   * Starts the deployed version of a workflow with the JSON body, which may be empty, as its
   * trigger's body. With a multipart body the parts are the fields of an object: files where they
   * have a file name, JSON where they say so, else texts.
   */
  @Post("/workflows/{workflow}/trigger")
  @Secured(Needs.EXECUTIONS_RUN)
  @Consumes(MediaType.ALL)
  @ApiResponse(
      responseCode = "202",
      content =
          @Content(schema = @Schema(implementation = ExecutionSchemas.ExecutionAccepted.class)))
  HttpResponse<byte[]> trigger(
      Caller caller,
      ServerHttpRequest<?> request,
      @PathVariable String project,
      @PathVariable String workflow) {
    ProjectId id = caller.requireProject(project);
    DeployedWorkflow deployed = deployed(id, workflow);
    ExecutionId execution = triggering.newId();
    Received received = bodies.manual(request, new Receiver(id, execution));
    Map<String, @Nullable Object> input = new LinkedHashMap<>();
    input.put("body", received.value());
    return accepted(
        HttpStatus.ACCEPTED,
        triggering.accept(
            execution,
            triggering.noted(
                new StartRequest(
                    deployed,
                    TriggerKind.MANUAL,
                    input,
                    null,
                    Triggering.claim(request, "trigger:" + deployed.id(), received)),
                caller,
                "executions.triggered",
                execution),
            received));
  }

  /**
   * Lists executions, the newest first.
   *
   * @param workflow only those of this workflow
   * @param status only those in this status
   * @param from only those accepted at or after this moment
   * @param to only those accepted before this moment
   */
  @Get("/executions")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ExecutionSchemas.ExecutionPage.class)))
  HttpResponse<byte[]> list(
      Caller caller,
      @PathVariable String project,
      @QueryValue @Nullable String workflow,
      @QueryValue @Nullable String status,
      @QueryValue @Nullable String from,
      @QueryValue @Nullable String to,
      @QueryValue @Nullable Integer limit,
      @QueryValue @Nullable String cursor) {
    ProjectId id = caller.requireProject(project);
    HistoryFilter filter = filter(workflow, status, from, to);
    PageRequest page = PageRequest.of(limit, cursor);
    try {
      return HttpResponse.ok(ExecutionJson.page(history.list(id, filter, page)));
    } catch (SQLException e) {
      throw Recordings.unavailable(e);
    }
  }

  /**
   * One execution with the input and the output of every step so far. In the place of a value that
   * is not shown whole stands {@code {"$value": {"size", "preview", "url"}}}: its size in bytes,
   * the first characters of its JSON, and where the whole can be had; with {@code unavailable} it
   * cannot, and that says why.
   */
  @Get("/executions/{execution}")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ExecutionSchemas.ExecutionDetail.class)))
  HttpResponse<byte[]> get(
      Caller caller, @PathVariable String project, @PathVariable String execution) {
    ProjectId id = caller.requireProject(project);
    ExecutionRecordings found = recordings.find(id, execution);
    Plan plan =
        workflows
            .findVersion(found.view().workflow(), found.view().version())
            .map(DeployedWorkflow::plan)
            .orElse(null);
    return HttpResponse.ok(ExecutionJson.detail(found, shown.of(id, found), plan));
  }

  /** Runs an execution again with the same input, as a new execution. */
  @Post("/executions/{execution}/replay")
  @Secured(Needs.EXECUTIONS_REPLAY)
  @Consumes(MediaType.ALL)
  @ApiResponse(
      responseCode = "201",
      content =
          @Content(schema = @Schema(implementation = ExecutionSchemas.ExecutionAccepted.class)))
  HttpResponse<byte[]> replay(
      Caller caller,
      HttpRequest<byte[]> request,
      @PathVariable String project,
      @PathVariable String execution) {
    ProjectId id = caller.requireProject(project);
    byte @Nullable [] body = request.getBody().orElse(null);
    boolean original = replaysOriginal(body);
    ExecutionRecordings found = recordings.find(id, execution);
    DeployedWorkflow workflow =
        original
            ? workflows
                .findVersion(found.view().workflow(), found.view().version())
                .orElseThrow(() -> notDeployed("The version that ran then does not exist any more"))
            : workflows
                .findDeployed(found.view().workflow())
                .orElseThrow(() -> notDeployed("The workflow is not deployed"));
    StartRequest again =
        new StartRequest(
            workflow,
            found.view().trigger(),
            recordings.input(found),
            found.view().id(),
            Triggering.claim(request, "replay:" + found.view().id(), body));
    ExecutionId next = triggering.newId();
    return accepted(
        HttpStatus.CREATED,
        triggering.accept(next, triggering.noted(again, caller, "executions.replayed", next)));
  }

  private static boolean replaysOriginal(byte @Nullable [] body) {
    if (body == null || body.length == 0) {
      return true;
    }
    JsonBody json = JsonBody.read(body);
    String version = json.optionalText("version", 20);
    if (version != null && !version.equals("original") && !version.equals("deployed")) {
      json.problem("version", "must be original or deployed, not " + version);
    }
    json.check();
    return version == null || version.equals("original");
  }

  private DeployedWorkflow deployed(ProjectId project, String workflow) {
    return triggering
        .deployed(workflow)
        .filter(found -> found.project().equals(project))
        .orElseThrow(
            () ->
                new HawserException.NotFound(
                    Triggering.NOT_DEPLOYED,
                    "There is no deployed workflow " + workflow + " in this project"));
  }

  private static HttpResponse<byte[]> accepted(HttpStatus status, ExecutionId id) {
    return HttpResponse.<byte[]>status(status)
        .body(Json.write(Map.of("executionId", id.toString())))
        .header("X-Execution-Id", id.toString());
  }

  private static HistoryFilter filter(
      @Nullable String workflow,
      @Nullable String status,
      @Nullable String from,
      @Nullable String to) {
    List<Problem> problems = new ArrayList<>();
    WorkflowId workflowId = null;
    if (workflow != null) {
      workflowId = WorkflowId.parse(workflow).orElse(null);
      if (workflowId == null) {
        problems.add(
            Problem.at(
                "/workflow", "workflow must be an id such as wf_01h455vb4pex5vsknk084sn02q"));
      }
    }
    ExecutionStatus wanted = null;
    if (status != null) {
      String name = status.toUpperCase(Locale.ROOT);
      wanted =
          Arrays.stream(ExecutionStatus.values())
              .filter(s -> s.name().equals(name))
              .findFirst()
              .orElse(null);
      if (wanted == null) {
        problems.add(
            Problem.at(
                "/status", "status must be one of " + Arrays.toString(ExecutionStatus.values())));
      }
    }
    Instant first = instant("from", from, problems);
    Instant end = instant("to", to, problems);
    if (!problems.isEmpty()) {
      throw new HawserException.Invalid(FILTER, "The filter is wrong", problems);
    }
    return new HistoryFilter(workflowId, wanted, first, end);
  }

  private static @Nullable Instant instant(
      String name, @Nullable String text, List<Problem> problems) {
    if (text == null) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      problems.add(Problem.at("/" + name, name + " must be a moment such as 2027-01-31T12:00:00Z"));
      return null;
    }
  }

  private static HawserException notDeployed(String message) {
    return new HawserException.Conflict(Triggering.NOT_DEPLOYED, message);
  }
}
