package dev.hawser.app.internal.cli.client;

import dev.hawser.app.internal.cli.client.ApiClient.Payload;
import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.error.Problem;
import dev.hawser.core.id.IdText;
import dev.hawser.core.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The API of the project that the connection's key belongs to, or that it names when it has a
 * personal access token. Throws like {@link ApiClient}.
 */
public final class ProjectApi {
  private static final Pattern VALUE = Pattern.compile("[0-9a-zA-Z_-]+");
  private static final int NOT_FOUND = 404;
  private static final int LARGEST_PAGE = 200;

  private final ApiClient client;
  private final Me me;
  private final String project;
  private final String root;

  private ProjectApi(ApiClient client, Me me, String project) {
    this.client = client;
    this.me = me;
    this.project = project;
    this.root = "/api/v1/projects/" + encoded(project);
  }

  /** Asks the server whom the key belongs to; what a token may see is found out by its use. */
  public static ProjectApi open(ApiClient client) {
    if (client.connection().apiKey().isEmpty()) {
      throw new OperatorError(
          "There is no API key for " + client.connection().url(),
          "Set HAWSER_API_KEY, or save one with \"hawser login --api-key hwk_…\"."
              + " The first one comes from \"hawser setup\" or the setup page.");
    }
    Me me = Me.of(client.get("/api/v1/me").fields());
    return new ProjectApi(client, me, me.project(client.connection().project()));
  }

  /** Asks for something of the project, so that one that is not there is told now. */
  public void check() {
    workflowPage(null, null);
  }

  /** What the project is called, or its id when its name is not known. */
  public String projectName() {
    return me.project().map(Me.Named::name).orElse(project);
  }

  /** The id of the project. */
  public String project() {
    return project;
  }

  public Me me() {
    return me;
  }

  /** The whole address of a path such as {@code /hooks/wf_…}. */
  public String url(String path) {
    return client.connection().url() + path;
  }

  /** What one workflow was, is and would be. */
  public WorkflowApi of(WorkflowView workflow) {
    return new WorkflowApi(client, root + "/workflows/" + encoded(workflow.id()));
  }

  public EventsApi events() {
    return new EventsApi(client, root);
  }

  private Fields workflowPage(@Nullable String name, @Nullable String cursor) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (name != null) {
      parameters.put("name", name);
    }
    parameters.put("limit", Integer.toString(LARGEST_PAGE));
    if (cursor != null) {
      parameters.put("cursor", cursor);
    }
    return client.get(root + "/workflows" + query(parameters)).fields();
  }

  /** All workflows of the project. */
  public List<Item<WorkflowView>> workflows() {
    List<Item<WorkflowView>> all = new ArrayList<>();
    String cursor = null;
    do {
      Fields page = workflowPage(null, cursor);
      page.objects("items")
          .forEach(json -> all.add(new Item<>(WorkflowView.of(json), json.json())));
      cursor = page.optionalText("nextCursor");
    } while (cursor != null);
    return all;
  }

  /**
   * One of a list.
   *
   * @param json as the API gave it
   */
  public record Item<T>(T view, Map<?, ?> json) {}

  /** The workflow that a person means by a name or an id. */
  public WorkflowView workflow(String nameOrId) {
    return findById(nameOrId)
        .or(() -> findByName(nameOrId))
        .orElseThrow(
            () ->
                new OperatorError(
                    "There is no workflow \"%s\" in the project \"%s\""
                        .formatted(nameOrId, projectName()),
                    "\"hawser workflows\" lists those there are."));
  }

  /** The workflow with this id, for example {@code wf_01h455vb4pex5vsknk084sn02q}. */
  public Optional<WorkflowView> findById(String id) {
    if (IdText.parse("wf", id).isEmpty()) {
      return Optional.empty();
    }
    return get("/workflows/" + encoded(id)).map(answer -> WorkflowView.of(answer.fields()));
  }

  /** The workflow with this name. */
  public Optional<WorkflowView> findByName(String name) {
    return workflowPage(name, null).objects("items").stream()
        .map(WorkflowView::of)
        .filter(found -> found.name().equals(name))
        .findFirst();
  }

  /** A workflow's draft and the mark of its revision. */
  public record Draft(WorkflowView workflow, Optional<String> etag) {}

  /** The draft of the workflow with this name. */
  public Optional<Draft> findDraft(String name) {
    return findByName(name)
        .flatMap(found -> get("/workflows/" + encoded(found.id())))
        .map(ProjectApi::draft);
  }

  /** The draft of a workflow. */
  public Draft draft(WorkflowView workflow) {
    return draft(client.get(root + "/workflows/" + encoded(workflow.id())));
  }

  private static Draft draft(ApiAnswer answer) {
    return new Draft(WorkflowView.of(answer.fields()), answer.etag());
  }

  /**
   * What is wrong with a definition.
   *
   * @param use {@code save} or {@code deploy}, which asks for more
   */
  public List<Problem> validate(Payload definition, String use) {
    ApiAnswer answer = client.post(root + "/workflows/validate?for=" + use, definition);
    return answer.fields().objects("problems").stream().map(ApiError::problem).toList();
  }

  public WorkflowView create(Payload definition) {
    return WorkflowView.of(client.post(root + "/workflows", definition).fields());
  }

  /** Replaces a draft that nobody changed meanwhile. */
  public WorkflowView update(Draft draft, Payload definition) {
    String path = root + "/workflows/" + encoded(draft.workflow().id());
    return WorkflowView.of(client.put(path, definition, draft.etag().orElse(null)).fields());
  }

  /** Deploys the draft and returns the version's number. */
  public long deploy(String workflowId) {
    String path = root + "/workflows/" + encoded(workflowId) + "/deploy";
    return client.post(path, Payload.NONE).fields().number("version");
  }

  public void undeploy(String workflowId) {
    client.post(root + "/workflows/" + encoded(workflowId) + "/undeploy", Payload.NONE);
  }

  /** Starts an execution and returns its id; {@code input} may be empty. */
  public String trigger(String workflowId, byte[] input) {
    String path = root + "/workflows/" + encoded(workflowId) + "/trigger";
    return client.post(path, Payload.json(input)).fields().text("executionId");
  }

  /** The same with files. */
  public String trigger(String workflowId, FileUpload upload) {
    String path = root + "/workflows/" + encoded(workflowId) + "/trigger";
    return client.upload(path, upload).fields().text("executionId");
  }

  /** Starts a test of a draft and returns the execution's id. */
  public String test(String workflowId, Map<String, ?> request) {
    String path = root + "/workflows/" + encoded(workflowId) + "/test";
    return client.post(path, Payload.json(Json.write(request))).fields().text("executionId");
  }

  /** Downloads a file of an execution to where nothing is yet; gives its size in bytes. */
  public long download(String execution, String file, Path target) {
    return client.download(
        root + "/executions/" + encoded(execution) + "/files/" + encoded(file), target);
  }

  /** Executions, the newest first. */
  public ExecutionPage executions(ExecutionQuery query) {
    Fields page = client.get(root + "/executions" + query(query.parameters())).fields();
    return new ExecutionPage(
        page.objects("items").stream()
            .map(json -> new Item<>(ExecutionView.of(json), json.json()))
            .toList(),
        Optional.ofNullable(page.optionalText("nextCursor")));
  }

  /** A page of executions. */
  public record ExecutionPage(List<Item<ExecutionView>> items, Optional<String> nextCursor) {}

  /** An execution with its steps, as the API gives it. */
  public ApiAnswer execution(String id) {
    return client.get(root + "/executions/" + encoded(id));
  }

  /**
   * Writes a large value of an execution as it comes.
   *
   * @param url as the execution's detail names it
   * @throws IOException when it cannot be written
   */
  public void value(String execution, String url, OutputStream out) throws IOException {
    String values = root + "/executions/" + encoded(execution) + "/values/";
    if (!url.startsWith(values) || !VALUE.matcher(url.substring(values.length())).matches()) {
      throw new OperatorError(
          "The value is not one that the server keeps", "\"--json\" shows what it is.");
    }
    client.download(url, out);
  }

  /**
   * Runs an execution again and returns the new one's id.
   *
   * @param version {@code original} or {@code deployed}
   */
  public String replay(String id, String version) {
    Payload payload = Payload.json(Json.write(Map.of("version", version)));
    return client
        .post(root + "/executions/" + encoded(id) + "/replay", payload)
        .fields()
        .text("executionId");
  }

  private Optional<ApiAnswer> get(String path) {
    try {
      return Optional.of(client.get(root + path));
    } catch (ApiError e) {
      if (e.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  static String query(Map<String, String> parameters) {
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    parameters.forEach((name, value) -> query.add(name + "=" + encoded(value)));
    return query.toString();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
