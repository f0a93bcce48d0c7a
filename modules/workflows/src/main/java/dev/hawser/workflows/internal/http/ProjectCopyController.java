package dev.hawser.workflows.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.JsonBody;
import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.Permission;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.ProjectSight;
import dev.hawser.workflows.internal.transfer.ProjectCopies;
import dev.hawser.workflows.internal.transfer.Transfer;
import dev.hawser.workflows.internal.transfer.Transfer.Message;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Copies of another project's workflows. */
@Controller("/api/v1/projects/{project}/workflow-copies")
@Produces(MediaType.APPLICATION_JSON)
@Secured(Needs.WORKFLOWS_EDIT)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Workflows")
final class ProjectCopyController {
  private static final int MAX_TEXT = 1000;
  private static final ErrorCode UNKNOWN = new ErrorCode("identity.project-not-found");
  private static final ErrorCode DENIED = new ErrorCode("core.access-denied");

  private final ProjectCopies copies;
  private final ProjectSight sight;

  ProjectCopyController(ProjectCopies copies, ProjectSight sight) {
    this.copies = copies;
    this.sight = sight;
  }

  /**
   * Copies workflows of another project of the organization, with the app events that they name, to
   * drafts of this one: all or none. Nothing is deployed. With dryRun it only says what would be.
   */
  @Post
  @RequestBody(content = @Content(schema = @Schema(implementation = ProjectCopySchemas.Copy.class)))
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ProjectCopySchemas.Result.class)))
  HttpResponse<byte[]> copy(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(hidden = true) OrganizationCaller member,
      String project,
      @Body byte[] body) {
    ProjectId here = caller.requireProject(project);
    JsonBody fields = JsonBody.read(body);
    String from = fields.text("from", MAX_TEXT);
    List<String> workflows = fields.optionalTexts("workflows", 500);
    String state = Objects.requireNonNullElse(fields.optionalText("state", 20), "draft");
    String as = Objects.requireNonNullElse(fields.optionalText("as", 20), "matching");
    boolean dryRun = Boolean.TRUE.equals(fields.optionalFlag("dryRun"));
    if (!state.equals("draft") && !state.equals("deployed")) {
      fields.problem("state", "must be draft or deployed");
    }
    if (!as.equals("matching") && !as.equals("new")) {
      fields.problem("as", "must be matching or new");
    }
    if (from.equals(project)) {
      fields.problem("from", "must be another project");
    }
    fields.check();
    Transfer transfer =
        new Transfer(
            source(member, from),
            workflows,
            Transfer.State.valueOf(state.toUpperCase(Locale.ROOT)),
            Transfer.Placing.valueOf(as.toUpperCase(Locale.ROOT)));
    var change = Documents.change(request, caller, "workflows.copy-from " + here, body);
    String answer =
        dryRun
            ? json(copies.preview(change, transfer), true)
            : copies.copy(change, transfer, result -> json(result, false));
    return HttpResponse.ok(answer.getBytes(UTF_8));
  }

  private ProjectId source(OrganizationCaller member, String from) {
    if (!member.permissions().contains(Permission.WORKFLOWS_VIEW)) {
      throw new HawserException.AccessDenied(DENIED, "You may not read the workflows of " + from);
    }
    return ProjectId.parse(from)
        .filter(project -> sight.sees(member, project))
        .orElseThrow(() -> new HawserException.NotFound(UNKNOWN, "There is no project " + from));
  }

  private static String json(Transfer.Result result, boolean dryRun) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("dryRun", dryRun);
    json.put("workflows", result.workflows().stream().map(ProjectCopyController::item).toList());
    json.put("events", result.events().stream().map(ProjectCopyController::event).toList());
    return new String(Json.write(json), UTF_8);
  }

  private static Map<String, @Nullable Object> item(Transfer.Item item) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("action", item.action().name().toLowerCase(Locale.ROOT));
    json.put("name", item.name());
    json.put("source", item.source());
    json.put("workflow", item.target());
    json.put("messages", messages(item.messages()));
    return json;
  }

  private static Map<String, @Nullable Object> event(Transfer.Event event) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("action", event.action().name().toLowerCase(Locale.ROOT));
    json.put("name", event.name());
    json.put("messages", messages(event.messages()));
    return json;
  }

  private static List<Map<String, Object>> messages(List<Message> messages) {
    return messages.stream()
        .map(
            message ->
                Map.<String, Object>of(
                    "level", message.isWarning() ? "warning" : "info",
                    "text", message.text(),
                    "pointer", message.pointer()))
        .toList();
  }
}
