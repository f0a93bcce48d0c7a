package dev.hawser.workflows.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.internal.canonical.CanonicalYaml;
import dev.hawser.workflows.internal.canonical.FieldOrder;
import dev.hawser.workflows.internal.export.ServerlessWorkflow;
import dev.hawser.workflows.internal.http.Documents.Field;
import dev.hawser.workflows.internal.store.Definitions;
import dev.hawser.workflows.internal.store.Document;
import dev.hawser.workflows.internal.store.Versions;
import dev.hawser.workflows.internal.store.Versions.Snapshot;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
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
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Definitions as files. */
@Controller("/api/v1/projects/{project}/workflows/{workflow}/export")
@Secured(Needs.WORKFLOWS_VIEW)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Workflows")
final class ExportController {
  private static final ErrorCode FORMAT = new ErrorCode("workflows.export-format-unknown");
  private final Versions versions;
  private final Definitions definitions;

  ExportController(Versions versions, Definitions definitions) {
    this.versions = versions;
    this.definitions = definitions;
  }

  /**
   * The definition in canonical YAML or JSON, which can be applied again and is then the same; or
   * as a document of the CNCF Serverless Workflow DSL, with what that cannot say.
   *
   * @param version {@code draft}, {@code deployed} or a version's number; else the draft
   * @param format {@code yaml} (the default), {@code json} or {@code serverless}
   */
  @Get
  @Produces({Documents.YAML, MediaType.APPLICATION_JSON})
  @ApiResponse(
      responseCode = "200",
      content = {
        @Content(mediaType = Documents.YAML, schema = @Schema(type = "string")),
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = DiffSchemas.Serverless.class))
      })
  HttpResponse<byte[]> export(
      @Parameter(hidden = true) Caller caller,
      String project,
      String workflow,
      @Nullable @QueryValue String version,
      @Nullable @QueryValue String format) {
    ProjectId id = caller.requireProject(project);
    Snapshot snapshot = versions.snapshot(id, workflow, version == null ? "draft" : version);
    Document document = definitions.unchecked(snapshot.definition());
    return switch (format == null ? "yaml" : format) {
      case "yaml" ->
          file(
              MediaType.of(Documents.YAML),
              name(snapshot, "yaml"),
              CanonicalYaml.of(FieldOrder.of(document.value())).getBytes(UTF_8));
      case "json" ->
          file(
              MediaType.APPLICATION_JSON_TYPE,
              name(snapshot, "json"),
              document.json().getBytes(UTF_8));
      case "serverless" ->
          HttpResponse.ok(serverless(snapshot, document)).contentType(MediaType.APPLICATION_JSON);
      default -> {
        String message = "format must be yaml, json or serverless, not " + format;
        throw new HawserException.Invalid(FORMAT, message, List.of(Problem.at("/format", message)));
      }
    };
  }

  private static HttpResponse<byte[]> file(MediaType type, String name, byte[] bytes) {
    return HttpResponse.ok(bytes)
        .contentType(type)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
  }

  private static byte[] serverless(Snapshot snapshot, Document document) {
    Integer version = snapshot.version();
    var converted = ServerlessWorkflow.of(document.value(), version == null ? 0 : version);
    return Documents.json(
        List.of(
            Field.of("document", converted.document()),
            Field.of("yaml", CanonicalYaml.of(converted.document())),
            Field.of("losses", converted.losses().stream().map(l -> l.json()).toList())));
  }

  private static String name(Snapshot snapshot, String ending) {
    String name =
        snapshot
            .name()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return (name.isEmpty() ? "workflow" : name) + "." + ending;
  }
}
