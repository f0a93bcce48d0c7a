package dev.hawser.workflows.internal.http;

import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.internal.http.Documents.Field;
import dev.hawser.workflows.internal.store.Definitions;
import dev.hawser.workflows.internal.store.Drafts;
import dev.hawser.workflows.internal.store.WorkflowService;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
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

/** Drafts while somebody works on them. */
@Controller("/api/v1/projects/{project}/workflows/{workflow}")
@Produces(MediaType.APPLICATION_JSON)
@Secured(Needs.WORKFLOWS_EDIT)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Workflows")
final class DraftController {
  private final Drafts drafts;
  private final Definitions definitions;
  private final WorkflowService workflows;

  DraftController(Drafts drafts, Definitions definitions, WorkflowService workflows) {
    this.drafts = drafts;
    this.definitions = definitions;
    this.workflows = workflows;
  }

  /**
   * Keeps the draft as it is, complete or not, and says what is wrong with it. With If-Match only
   * if it is still at that revision. A draft with problems cannot be deployed.
   */
  @Put("/draft")
  @Consumes({MediaType.APPLICATION_JSON, Documents.YAML, Documents.X_YAML})
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Schemas.Draft.class)))
  HttpResponse<byte[]> save(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      String project,
      String workflow,
      @Body byte @Nullable [] body) {
    ProjectId id = caller.requireProject(project);
    workflows.get(id, workflow);
    var document = definitions.keep(id, body, Documents.format(request));
    var change = Documents.change(request, caller, "workflows.draft", body);
    Long expected = Documents.expectedRevision(request);
    Drafts.Saved saved = drafts.save(change, workflow, document, expected);
    return WorkflowJson.answer(
        HttpStatus.OK, saved.row(), List.of(Documents.problems(saved.problems())));
  }

  /**
   * Makes a version the draft again. If-Match is required: the answer says whether changes were
   * lost that are in no version.
   */
  @Post("/versions/{version}/restore")
  @Consumes(MediaType.ALL)
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Schemas.Restored.class)))
  HttpResponse<byte[]> restore(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      String project,
      String workflow,
      String version) {
    ProjectId id = caller.requireProject(project);
    workflows.get(id, workflow);
    Long expected = Documents.requiredRevision(request);
    String seen = expected == null ? "*" : String.valueOf(expected);
    String operation = "workflows.restore " + workflow + " " + version + " " + seen;
    var change = Documents.change(request, caller, operation, null);
    Drafts.Restored restored = drafts.restore(change, workflow, version, expected);
    return WorkflowJson.answer(
        HttpStatus.OK,
        restored.draft().row(),
        List.of(
            Documents.problems(restored.draft().problems()),
            Field.of("lostChanges", restored.lostChanges())));
  }
}
