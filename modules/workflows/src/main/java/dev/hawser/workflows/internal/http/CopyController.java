package dev.hawser.workflows.internal.http;

import dev.hawser.core.http.JsonBody;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.internal.store.Copies;
import dev.hawser.workflows.internal.store.Versions;
import dev.hawser.workflows.internal.store.WorkflowService;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
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

/** Copies of workflows. */
@Controller("/api/v1/projects/{project}/workflows/{workflow}/copy")
@Produces(MediaType.APPLICATION_JSON)
@Secured(Needs.WORKFLOWS_EDIT)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Workflows")
final class CopyController {
  private static final int MAX_TEXT = 1000;
  private final Copies copies;
  private final Versions versions;
  private final WorkflowService workflows;

  CopyController(Copies copies, Versions versions, WorkflowService workflows) {
    this.copies = copies;
    this.versions = versions;
    this.workflows = workflows;
  }

  /**
   * Makes a new workflow of this one's draft or version under another name. Another project must be
   * one that the caller may use; without one it is the same project.
   */
  @Post
  @RequestBody(content = @Content(schema = @Schema(implementation = Schemas.NewCopy.class)))
  @ApiResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = Schemas.Workflow.class)))
  HttpResponse<byte[]> copy(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      String project,
      String workflow,
      @Body byte[] body) {
    ProjectId from = caller.requireProject(project);
    workflows.get(from, workflow);
    JsonBody fields = JsonBody.read(body);
    String name = fields.text("name", MAX_TEXT);
    String target = fields.optionalText("project", MAX_TEXT);
    String version = fields.optionalText("version", MAX_TEXT);
    fields.check();
    caller.requireProject(target == null ? project : target);
    var source = versions.snapshot(from, workflow, version == null ? "draft" : version);
    var change = Documents.change(request, caller, "workflows.copy " + workflow, body);
    return WorkflowJson.answer(HttpStatus.CREATED, copies.copy(change, source, name), List.of());
  }
}
