package dev.hawser.workflows.internal.http;

import dev.hawser.core.http.JsonBody;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.internal.store.VersionInfo;
import dev.hawser.workflows.internal.store.VersionRow;
import dev.hawser.workflows.internal.store.Versions;
import dev.hawser.workflows.internal.store.WorkflowService;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Versions of workflows. What a version contains never changes. */
@Controller("/api/v1/projects/{project}/workflows/{workflow}/versions")
@Produces(MediaType.APPLICATION_JSON)
@Secured(Needs.WORKFLOWS_VIEW)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Workflows")
final class VersionController {
  private static final int MAX_LABEL = 200;
  private static final int MAX_DESCRIPTION = 4000;
  private final Versions versions;
  private final WorkflowService workflows;

  VersionController(Versions versions, WorkflowService workflows) {
    this.versions = versions;
    this.workflows = workflows;
  }

  /** Versions without their definitions, newest first. */
  @Get
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Schemas.VersionPage.class)))
  HttpResponse<byte[]> list(
      @Parameter(hidden = true) Caller caller,
      String project,
      String workflow,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    ProjectId id = caller.requireProject(project);
    Integer deployed = workflows.get(id, workflow).deployedVersion();
    Page<VersionInfo> page = versions.list(id, workflow, PageRequest.of(limit, cursor));
    return HttpResponse.ok(Documents.page(page, info -> VersionJson.of(info, deployed)));
  }

  /**
   * Saves the draft as a version without deploying it, even when it has problems. When the newest
   * version is the same, it is answered (200); a label goes to it if it has none, else to a new
   * one.
   */
  @Post
  @Secured(Needs.WORKFLOWS_EDIT)
  @RequestBody(content = @Content(schema = @Schema(implementation = Schemas.VersionLabel.class)))
  @ApiResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = Schemas.Version.class)))
  HttpResponse<byte[]> save(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      String project,
      String workflow,
      @Body byte[] body) {
    ProjectId id = caller.requireProject(project);
    workflows.get(id, workflow);
    var label = label(body);
    var change = Documents.change(request, caller, "workflows.save-version " + workflow, body);
    Versions.SavedVersion saved = versions.save(change, workflow, label);
    HttpStatus status = saved.isNew() ? HttpStatus.CREATED : HttpStatus.OK;
    return HttpResponse.<byte[]>status(status).body(json(id, workflow, saved.version()));
  }

  /** One version. */
  @Get("/{version}")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Schemas.Version.class)))
  HttpResponse<byte[]> get(
      @Parameter(hidden = true) Caller caller, String project, String workflow, String version) {
    ProjectId id = caller.requireProject(project);
    return HttpResponse.ok(json(id, workflow, versions.version(id, workflow, version)));
  }

  /** Replaces label and description; what is absent is removed. */
  @Put("/{version}")
  @Secured(Needs.WORKFLOWS_EDIT)
  @RequestBody(content = @Content(schema = @Schema(implementation = Schemas.VersionLabel.class)))
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Schemas.Version.class)))
  HttpResponse<byte[]> describe(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      String project,
      String workflow,
      String version,
      @Body byte[] body) {
    ProjectId id = caller.requireProject(project);
    versions.version(id, workflow, version);
    var change = Documents.change(request, caller, "workflows.describe-version", body);
    var label = label(body);
    return HttpResponse.ok(json(id, workflow, versions.describe(change, workflow, version, label)));
  }

  private byte[] json(ProjectId project, String workflow, VersionRow row) {
    return VersionJson.of(row, workflows.get(project, workflow).deployedVersion());
  }

  private static Versions.Label label(byte[] body) {
    JsonBody fields = JsonBody.read(body);
    var label =
        new Versions.Label(
            fields.optionalText("label", MAX_LABEL),
            fields.optionalText("description", MAX_DESCRIPTION));
    fields.check();
    return label;
  }
}
