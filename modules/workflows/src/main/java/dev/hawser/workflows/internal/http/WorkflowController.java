package dev.hawser.workflows.internal.http;

import dev.hawser.core.error.Problem;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.internal.store.Definitions;
import dev.hawser.workflows.internal.store.DeployGate;
import dev.hawser.workflows.internal.store.WorkflowInfo;
import dev.hawser.workflows.internal.store.WorkflowRow;
import dev.hawser.workflows.internal.store.WorkflowService;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
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
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The workflows of a project and their drafts. */
@Controller("/api/v1/projects/{project}/workflows")
@Produces(MediaType.APPLICATION_JSON)
@Secured(Needs.WORKFLOWS_VIEW)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Workflows")
final class WorkflowController {
  private final WorkflowService workflows;
  private final Definitions definitions;
  private final DeployGate gate;

  WorkflowController(WorkflowService workflows, Definitions definitions, DeployGate gate) {
    this.workflows = workflows;
    this.definitions = definitions;
    this.gate = gate;
  }

  /**
   * The workflows of the project without their definitions, oldest first.
   *
   * @param name only the one with this name
   */
  @Get
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Schemas.WorkflowPage.class)))
  HttpResponse<byte[]> list(
      @Parameter(hidden = true) Caller caller,
      String project,
      @Nullable @QueryValue String name,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    ProjectId id = caller.requireProject(project);
    Page<WorkflowInfo> page = workflows.list(id, name, PageRequest.of(limit, cursor));
    return HttpResponse.ok(Documents.page(page, WorkflowJson::of));
  }

  /** Creates a workflow from its definition, in JSON or YAML. */
  @Post
  @Secured(Needs.WORKFLOWS_EDIT)
  @Consumes({MediaType.APPLICATION_JSON, Documents.YAML, Documents.X_YAML})
  @ApiResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = Schemas.Workflow.class)))
  HttpResponse<byte[]> create(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      String project,
      @Body byte @Nullable [] body) {
    ProjectId id = caller.requireProject(project);
    var definition = definitions.accept(id, body, Documents.format(request));
    var change = Documents.change(request, caller, "workflows.create", body);
    return answer(HttpStatus.CREATED, workflows.create(change, definition));
  }

  /** A workflow with its draft. */
  @Get("/{workflow}")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Schemas.Workflow.class)))
  HttpResponse<byte[]> get(
      @Parameter(hidden = true) Caller caller, String project, String workflow) {
    return answer(HttpStatus.OK, workflows.get(caller.requireProject(project), workflow));
  }

  /**
   * Replaces the draft by a definition without problems; with If-Match only if it is still at that
   * revision.
   */
  @Put("/{workflow}")
  @Secured(Needs.WORKFLOWS_EDIT)
  @Consumes({MediaType.APPLICATION_JSON, Documents.YAML, Documents.X_YAML})
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Schemas.Workflow.class)))
  HttpResponse<byte[]> update(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      String project,
      String workflow,
      @Body byte @Nullable [] body) {
    ProjectId id = caller.requireProject(project);
    workflows.get(id, workflow);
    var definition = definitions.accept(id, body, Documents.format(request));
    var change = Documents.change(request, caller, "workflows.update", body);
    Long expected = Documents.expectedRevision(request);
    return answer(HttpStatus.OK, workflows.update(change, workflow, definition, expected));
  }

  /** Deletes the workflow. Executions that run go on; their history stays. */
  @Delete("/{workflow}")
  @Secured(Needs.WORKFLOWS_EDIT)
  @Status(HttpStatus.NO_CONTENT)
  void delete(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      String project,
      String workflow) {
    caller.requireProject(project);
    workflows.delete(Documents.change(request, caller, "workflows.delete", null), workflow);
  }

  /**
   * Says what is wrong with a definition, and keeps nothing.
   *
   * @param purpose {@code save} (the default), or {@code deploy} to check also that what it names
   *     is there
   */
  @Post("/validate")
  @Secured(Needs.WORKFLOWS_EDIT)
  @Consumes({MediaType.APPLICATION_JSON, Documents.YAML, Documents.X_YAML})
  Schemas.Validation validate(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      String project,
      @Nullable @QueryValue("for") String purpose,
      @Body byte @Nullable [] body) {
    ProjectId id = caller.requireProject(project);
    var result = definitions.validate(id, body, Documents.format(request));
    List<Problem> problems = new ArrayList<>(result.problems());
    if ("deploy".equals(purpose) && result.json() instanceof Map<?, ?> definition) {
      problems.addAll(gate.missing(id, definition, result.plan()));
    }
    return new Schemas.Validation(problems.isEmpty(), problems);
  }

  private static HttpResponse<byte[]> answer(HttpStatus status, WorkflowRow row) {
    return WorkflowJson.answer(status, row, List.of());
  }
}
