package dev.hawser.workflows.internal.http;

import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.WorkflowId;
import dev.hawser.workflows.internal.diff.Difference;
import dev.hawser.workflows.internal.diff.StructuralDiff;
import dev.hawser.workflows.internal.diff.TextDiff;
import dev.hawser.workflows.internal.http.Documents.Field;
import dev.hawser.workflows.internal.store.Definitions;
import dev.hawser.workflows.internal.store.Versions;
import dev.hawser.workflows.internal.store.Versions.Snapshot;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Differences between drafts, versions and documents. */
@Controller("/api/v1/projects/{project}/workflows/{workflow}/diff")
@Produces(MediaType.APPLICATION_JSON)
@Secured(Needs.WORKFLOWS_VIEW)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Workflows")
final class DiffController {
  private final Versions versions;
  private final Definitions definitions;

  DiffController(Versions versions, Definitions definitions) {
    this.versions = versions;
    this.definitions = definitions;
  }

  private record Side(Map<String, @Nullable Object> json, String title, Map<?, ?> definition) {}

  /**
   * What is different between two states of a workflow, step by step and line by line.
   *
   * @param from {@code draft}, {@code deployed} or a version's number; else what is deployed, or
   *     the newest version
   * @param to the same; else the draft
   * @param toWorkflow the workflow that {@code to} is about; else the same
   */
  @Get
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = DiffSchemas.Diff.class)))
  HttpResponse<byte[]> between(
      @Parameter(hidden = true) Caller caller,
      String project,
      String workflow,
      @Nullable @QueryValue String from,
      @Nullable @QueryValue String to,
      @Nullable @QueryValue String toWorkflow) {
    ProjectId id = caller.requireProject(project);
    Side before = side(from(id, workflow, from));
    String other = toWorkflow == null ? workflow : toWorkflow;
    Side after = side(versions.snapshot(id, other, to == null ? "draft" : to));
    return HttpResponse.ok(answer(before, after));
  }

  /**
   * What a document, in JSON or YAML, would change. It is neither kept nor checked.
   *
   * @param from {@code draft}, {@code deployed} or a version's number; else the draft
   */
  @Post
  @Consumes({MediaType.APPLICATION_JSON, Documents.YAML, Documents.X_YAML})
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = DiffSchemas.Diff.class)))
  HttpResponse<byte[]> toDocument(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      String project,
      String workflow,
      @Nullable @QueryValue String from,
      @Body byte @Nullable [] body) {
    ProjectId id = caller.requireProject(project);
    Side before = side(versions.snapshot(id, workflow, from == null ? "draft" : from));
    var document = definitions.keep(id, body, Documents.format(request));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("workflow", null);
    json.put("name", document.name());
    json.put("version", null);
    return HttpResponse.ok(answer(before, new Side(json, "document", document.value())));
  }

  private Snapshot from(ProjectId project, String workflow, @Nullable String reference) {
    return reference == null
        ? versions.deployedOrNewest(project, workflow)
        : versions.snapshot(project, workflow, reference);
  }

  private Side side(Snapshot snapshot) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("workflow", new WorkflowId(snapshot.workflow().id()).toString());
    json.put("name", snapshot.name());
    json.put("version", snapshot.version());
    Integer version = snapshot.version();
    String title = version == null ? "draft" : "version " + version;
    return new Side(
        json, snapshot.name() + ", " + title, definitions.unchecked(snapshot.definition()).value());
  }

  private static byte[] answer(Side from, Side to) {
    List<Difference> differences = StructuralDiff.between(from.definition(), to.definition());
    String text =
        TextDiff.between(
            new TextDiff.Side(from.title(), from.definition()),
            new TextDiff.Side(to.title(), to.definition()));
    return Documents.json(
        List.of(
            Field.of("from", from.json()),
            Field.of("to", to.json()),
            Field.of("same", differences.isEmpty() && text.isEmpty()),
            new Field(
                "changes",
                new String(
                    Json.write(differences.stream().map(Difference::json).toList()),
                    java.nio.charset.StandardCharsets.UTF_8)),
            Field.of("text", text)));
  }
}
