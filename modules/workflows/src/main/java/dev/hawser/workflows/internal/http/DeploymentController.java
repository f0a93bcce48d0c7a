package dev.hawser.workflows.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.internal.http.Documents.Field;
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
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Versions of workflows, and which one is deployed. */
@Controller("/api/v1/projects/{project}/workflows/{workflow}")
@Produces(MediaType.APPLICATION_JSON)
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Workflows")
final class DeploymentController {
  private final Deployments deployments;

  DeploymentController(Deployments deployments) {
    this.deployments = deployments;
  }

  /** Deploys the draft: as a new version, or as it is when it is deployed already. */
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
    return HttpResponse.ok(json(deployments.deploy(change, workflow)));
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

  /** What was ever deployed, newest first. */
  @Get("/versions")
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
    Page<VersionRow> page = deployments.list(id, workflow, PageRequest.of(limit, cursor));
    String items =
        page.items().stream()
            .map(row -> new String(json(row), UTF_8))
            .collect(Collectors.joining(","));
    return HttpResponse.ok(Documents.page(items, page.nextCursor()));
  }

  /** One version. */
  @Get("/versions/{version}")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Schemas.Version.class)))
  HttpResponse<byte[]> get(
      @Parameter(hidden = true) Caller caller, String project, String workflow, String version) {
    return HttpResponse.ok(
        json(deployments.version(caller.requireProject(project), workflow, version)));
  }

  private static byte[] json(VersionRow row) {
    return Documents.json(
        List.of(
            Field.of("version", row.version()),
            Field.of("name", row.name()),
            new Field("definition", row.definition()),
            Field.of("createdAt", row.createdAt().toString()),
            Field.of("createdBy", row.createdBy())));
  }
}
