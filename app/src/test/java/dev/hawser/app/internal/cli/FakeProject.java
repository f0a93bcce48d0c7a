package dev.hawser.app.internal.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Plays the API's shapes for one project: it keeps workflows and counts revisions and versions.
 * What it does not play is validation: a definition is wrong when it has the word {@code webhok} in
 * it. The caller sees to it that one thread at a time is in it.
 */
final class FakeProject {
  static final String WORKFLOW_ID = "wf_01h455vb4pex5vsknk084sn0%02d";
  private static final String ROOT = "/api/v1/projects/prj_1";

  final Map<String, Map<String, @Nullable Object>> workflows = new LinkedHashMap<>();
  final TreeMap<String, Map<String, @Nullable Object>> executions = new TreeMap<>();
  final Map<String, Object> values = new HashMap<>();
  final FakeHistory history = new FakeHistory();
  final AtomicInteger validationsToRefuse = new AtomicInteger();

  record Answer(int status, @Nullable Object body) {}

  record Request(String method, String path, Map<String, String> query, String body) {}

  void execution(String id, String status, String acceptedAt) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("workflowId", WORKFLOW_ID.formatted(1));
    json.put("version", 1);
    json.put("trigger", "WEBHOOK");
    json.put("status", status);
    json.put("acceptedAt", acceptedAt);
    json.put("startedAt", acceptedAt);
    json.put("endedAt", acceptedAt);
    json.put("wakeAt", null);
    json.put("durationMs", 12);
    json.put("tasks", 1);
    json.put("replayOf", null);
    executions.put(id, json);
  }

  Answer answer(Request request, @Nullable String match) {
    String path = request.path();
    if (path.equals("/api/v1/me")) {
      return new Answer(
          200,
          Map.of(
              "organization", Map.of("id", "org_1", "name", "Acme"),
              "project", Map.of("id", "prj_1", "name", "Default"),
              "subject", "key_1"));
    }
    if (path.equals(ROOT + "/workflows/validate")) {
      return validate(request.body());
    }
    if (path.equals(ROOT + "/workflows")) {
      return request.method().equals("POST") ? create(request.body()) : list(request);
    }
    if (path.equals(ROOT + "/executions")) {
      return executions(request);
    }
    if (path.startsWith(ROOT + "/events")) {
      return history.events(
          request, path.substring((ROOT + "/events").length()).replaceFirst("^/", ""));
    }
    String[] parts = path.substring(ROOT.length()).split("/");
    if (parts[1].equals("executions") && executions.containsKey(parts[2])) {
      if (parts.length == 5 && parts[3].equals("values")) {
        return values.containsKey(parts[4])
            ? new Answer(200, values.get(parts[4]))
            : problem(404, "tasks.value-not-found", "This execution has no value of this name");
      }
      if (parts.length == 5 && parts[4].equals("file_1")) {
        return new Answer(200, Map.of("bytes", "of a file"));
      }
      if (parts.length == 5) {
        return problem(404, "tasks.file-not-found", "There is no file " + parts[4]);
      }
      return parts.length == 3 ? detail(parts[2]) : replay(parts[2], request.body());
    }
    Map<String, @Nullable Object> workflow =
        parts[1].equals("workflows") ? workflows.get(parts[2]) : null;
    if (workflow == null) {
      return problem(404, "test.not-found", "There is nothing at " + path);
    }
    return switch (parts.length == 3 ? request.method() : parts[3]) {
      case "PUT" -> update(workflow, request.body(), match);
      case "deploy" -> deploy(workflow);
      case "undeploy" -> {
        workflow.put("deployedVersion", null);
        yield new Answer(204, null);
      }
      case "trigger" -> trigger(workflow, request.body());
      case "DELETE" -> {
        workflows.remove(parts[2]);
        yield new Answer(204, null);
      }
      case "copy" ->
          create("{\"name\": \"%s\"}".formatted(((Map<?, ?>) value(request.body())).get("name")));
      case "diff", "export", "versions" ->
          history.workflow(workflow, Arrays.copyOfRange(parts, 3, parts.length), request, match);
      default -> new Answer(200, new LinkedHashMap<>(workflow));
    };
  }

  static Answer setup(String body, String key) {
    if (!"right".equals(((Map<?, ?>) value(body)).get("token"))) {
      return problem(401, "identity.setup-token-wrong", "The token is wrong");
    }
    if (String.valueOf(((Map<?, ?>) value(body)).get("password")).length() < 12) {
      return new Answer(
          422,
          Map.of(
              "status",
              422,
              "code",
              "core.body-invalid",
              "detail",
              "One field is wrong.",
              "problems",
              List.of(
                  Map.of(
                      "pointer",
                      "/password",
                      "message",
                      "password must have at least 12 characters"))));
    }
    return new Answer(
        201,
        Map.of(
            "organization", Map.of("id", "org_1", "name", "Acme"),
            "team", Map.of("id", "team_1", "name", "Default"),
            "project", Map.of("id", "prj_1", "name", "Default"),
            "user", Map.of("id", "usr_1", "email", "ada@example.com"),
            "apiKey", Map.of("id", "key_1", "key", key)));
  }

  private Answer validate(String body) {
    if (validationsToRefuse.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      return problem(413, "core.body-too-large", "The body is larger than 1 MiB");
    }
    List<String> lines = body.lines().toList();
    List<Object> problems = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      int at = lines.get(i).indexOf("webhok");
      if (at >= 0) {
        problems.add(
            Map.of(
                "pointer", "/trigger/type",
                "message", "there is no trigger type webhok",
                "suggestion", "webhook",
                "line", i + 1,
                "column", at + 1));
      }
    }
    return new Answer(200, Map.of("valid", problems.isEmpty(), "problems", problems));
  }

  private Answer list(Request request) {
    String name = request.query().get("name");
    return new Answer(
        200,
        page(
            workflows.values().stream()
                .filter(workflow -> name == null || name.equals(workflow.get("name")))
                .map(FakeProject::listed)
                .toList()));
  }

  /** A list has no definitions. */
  private static Map<String, @Nullable Object> listed(Map<String, @Nullable Object> workflow) {
    Map<String, @Nullable Object> info = new LinkedHashMap<>(workflow);
    boolean isWebhook =
        info.remove("definition") instanceof Map<?, ?> definition
            && definition.get("trigger") instanceof Map<?, ?> trigger
            && "webhook".equals(trigger.get("type"));
    info.put("triggerType", isWebhook ? "webhook" : "manual");
    return info;
  }

  private static Map<String, @Nullable Object> page(List<?> items) {
    Map<String, @Nullable Object> page = new HashMap<>();
    page.put("items", items);
    page.put("nextCursor", null);
    return page;
  }

  private Answer create(String body) {
    Map<String, @Nullable Object> workflow = new LinkedHashMap<>();
    String id = WORKFLOW_ID.formatted(workflows.size() + 1);
    workflow.put("id", id);
    workflow.put("revision", 1);
    workflow.put("deployedVersion", null);
    workflow.put("versions", 0);
    workflow.put("hookPath", "/hooks/" + id);
    workflow.put("updatedAt", "2027-01-31T12:00:00Z");
    workflow.put("definition", value(body));
    workflow.put("name", ((Map<?, ?>) value(body)).get("name"));
    workflows.put(id, workflow);
    return new Answer(201, new LinkedHashMap<>(workflow));
  }

  private static Answer update(
      Map<String, @Nullable Object> workflow, String body, @Nullable String match) {
    if (!("\"" + workflow.get("revision") + "\"").equals(match)) {
      return problem(412, "workflows.revision-changed", "The workflow was changed meanwhile");
    }
    workflow.put("revision", (int) Objects.requireNonNull(workflow.get("revision")) + 1);
    workflow.put("definition", value(body));
    return new Answer(200, new LinkedHashMap<>(workflow));
  }

  private static Answer deploy(Map<String, @Nullable Object> workflow) {
    if (!Objects.equals(workflow.get("definition"), workflow.get("deployed"))) {
      workflow.put("versions", (int) Objects.requireNonNull(workflow.get("versions")) + 1);
      workflow.put("deployed", workflow.get("definition"));
    }
    workflow.put("deployedVersion", workflow.get("versions"));
    return new Answer(200, Map.of("version", Objects.requireNonNull(workflow.get("versions"))));
  }

  private Answer trigger(Map<String, @Nullable Object> workflow, String body) {
    if (workflow.get("deployedVersion") == null) {
      return problem(404, "tasks.not-deployed", "The workflow is not deployed");
    }
    String id = "exe_" + (executions.size() + 1);
    execution(id, body.contains("bad") ? "FAILED" : "SUCCEEDED", "2027-01-31T12:00:00Z");
    executions.get(id).put("input", Map.of("body", body));
    return new Answer(202, Map.of("executionId", id));
  }

  private Answer executions(Request request) {
    return new Answer(
        200,
        page(
            executions.descendingMap().values().stream()
                .filter(e -> fits(request.query().get("workflow"), e.get("workflowId")))
                .filter(e -> fits(request.query().get("status"), e.get("status")))
                .limit(Integer.parseInt(request.query().get("limit")))
                .toList()));
  }

  private static boolean fits(@Nullable String wanted, @Nullable Object value) {
    return wanted == null || wanted.equals(value);
  }

  private Answer detail(String id) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>(executions.get(id));
    json.put(
        "steps",
        List.of(
            Map.of(
                "path", "greet",
                "id", "greet",
                "type", "transform",
                "status", "SUCCEEDED",
                "attempt", 1,
                "startedAt", "2027-01-31T12:00:00Z",
                "endedAt", "2027-01-31T12:00:00.005Z",
                "durationMs", 5,
                "output", Map.of("greeting", "Hello Ada"))));
    return new Answer(200, json);
  }

  private Answer replay(String id, String body) {
    String next = "exe_" + (executions.size() + 1);
    execution(next, "SUCCEEDED", "2027-01-31T12:00:00Z");
    executions.get(next).put("replayOf", id + " " + ((Map<?, ?>) value(body)).get("version"));
    return new Answer(201, Map.of("executionId", next));
  }

  static Answer problem(int status, String code, String detail) {
    return new Answer(
        status,
        Map.of(
            "type",
            "about:blank",
            "title",
            "Error",
            "status",
            status,
            "code",
            code,
            "detail",
            detail,
            "problems",
            List.of(),
            "retryable",
            status == 503,
            "traceId",
            "abc"));
  }

  // Every JSON document of these tests is YAML as well.
  private static Object value(String body) {
    return YamlValue.read(body).orElseThrow();
  }
}
