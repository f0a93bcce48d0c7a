package dev.hawser.workflows.internal.http;

import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.internal.http.Documents.Field;
import dev.hawser.workflows.internal.store.DeploymentRow;
import dev.hawser.workflows.internal.store.Deployments;
import dev.hawser.workflows.internal.store.VersionRow;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which version of a workflow is deployed. */
@Controller("/api/v1/projects/{project}/workflows/{workflow}")
@Produces(MediaType.APPLICATION_JSON)
@Secured(Needs.WORKFLOWS_DEPLOY)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Workflows")
final class DeploymentController {
  private final Deployments deployments;

  DeploymentController(Deployments deployments) {
    this.deployments = deployments;
  }

  /**
   * Deploys the draft: as a new version, or as it is when it is one already. Everything is checked
   * again; a draft with problems is refused with all of them.
   */
  @Post("/deploy")
  @Consumes(MediaType.ALL)
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Schemas.Version.class)))
  HttpResponse<byte[]> deploy(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      String project,
      String workflow) {
    caller.requireProject(project);
    var change = Documents.change(request, caller, "workflows.deploy " + workflow, null);
    return answer(deployments.deploy(change, workflow));
  }

  /** Deploys a version that there is, for example the one before. The draft stays as it is. */
  @Post("/versions/{version}/deploy")
  @Consumes(MediaType.ALL)
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Schemas.Version.class)))
  HttpResponse<byte[]> deployVersion(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      String project,
      String workflow,
      String version) {
    caller.requireProject(project);
    String operation = "workflows.deploy " + workflow + " " + version;
    var change = Documents.change(request, caller, operation, null);
    return answer(deployments.deploy(change, workflow, version));
  }

  /** Stops new executions; those that run go on. */
  @Post("/undeploy")
  @Consumes(MediaType.ALL)
  @Status(HttpStatus.NO_CONTENT)
  void undeploy(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      String project,
      String workflow) {
    caller.requireProject(project);
    deployments.undeploy(
        Documents.change(request, caller, "workflows.undeploy " + workflow, null), workflow);
  }

  /** Who deployed which version and when, newest first. Without a version it was undeployed. */
  @Get("/deployments")
  @Secured(Needs.WORKFLOWS_VIEW)
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Schemas.DeploymentPage.class)))
  HttpResponse<byte[]> list(
      @Parameter(hidden = true) Caller caller,
      String project,
      String workflow,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    ProjectId id = caller.requireProject(project);
    Page<DeploymentRow> page = deployments.list(id, workflow, PageRequest.of(limit, cursor));
    return HttpResponse.ok(Documents.page(page, DeploymentController::json));
  }

  private static HttpResponse<byte[]> answer(VersionRow deployed) {
    return HttpResponse.ok(VersionJson.of(deployed, deployed.version()));
  }

  private static byte[] json(DeploymentRow row) {
    return Documents.json(
        List.of(
            Field.of("version", row.version()),
            Field.of("deployedAt", row.deployedAt().toString()),
            Field.of("deployedBy", row.deployedBy())));
  }
}
