package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.FakeProject.Answer;
import dev.hawser.app.internal.cli.FakeProject.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Plays the API's shapes for versions, differences, exports and app events. It compares only the
 * definition's own fields.
 */
final class FakeHistory {
  final TreeMap<String, Map<String, @Nullable Object>> events = new TreeMap<>();
  private final Map<Object, List<Map<String, @Nullable Object>>> versions = new HashMap<>();

  /**
   * @param parts of the path behind the workflow
   */
  Answer workflow(
      Map<String, @Nullable Object> workflow,
      String[] parts,
      Request request,
      @Nullable String match) {
    String method = request.method();
    return switch (parts[0]) {
      case "diff" -> diff(workflow, request);
      case "export" -> export(workflow, request.query());
      case "versions" -> {
        if (parts.length == 1) {
          yield method.equals("POST") ? save(workflow, request.body()) : list(workflow);
        }
        Map<String, @Nullable Object> version = version(workflow, parts[1]);
        if (version == null) {
          yield FakeProject.problem(404, "workflows.version-not-found", "There is no version");
        }
        if (parts.length == 2) {
          version.put("label", ((Map<?, ?>) value(request.body())).get("label"));
          yield new Answer(200, version);
        }
        yield parts[2].equals("restore")
            ? restore(workflow, version, match)
            : deploy(workflow, version);
      }
      default -> FakeProject.problem(404, "test.not-found", "There is nothing at " + parts[0]);
    };
  }

  private static Answer diff(Map<String, @Nullable Object> workflow, Request request) {
    Map<?, ?> from = (Map<?, ?>) Objects.requireNonNull(workflow.get("definition"));
    Map<?, ?> to =
        request.method().equals("POST")
            ? (Map<?, ?>) value(request.body())
            : Map.of("name", "Other");
    List<Object> changes = new ArrayList<>();
    for (Object field : to.keySet()) {
      if (!Objects.equals(from.get(field), to.get(field))) {
        Map<String, @Nullable Object> change = new LinkedHashMap<>();
        change.put("kind", "CHANGED");
        change.put("stepId", null);
        change.put("pointer", "/" + field);
        change.put("field", field);
        change.put("from", from.get(field));
        change.put("to", to.get(field));
        changes.add(change);
      }
    }
    if (request.method().equals("GET")) {
      changes.add(
          Map.of(
              "kind",
              "ADDED",
              "stepId",
              "b",
              "type",
              "fail",
              "list",
              "choose/known",
              "pointer",
              "/x"));
      changes.add(Map.of("kind", "REMOVED", "stepId", "c", "type", "each", "list", "steps"));
      changes.add(
          Map.of(
              "kind",
              "MOVED",
              "stepId",
              "d",
              "from",
              Map.of("list", "steps"),
              "to",
              Map.of("list", "b.onError")));
    }
    String text =
        changes.isEmpty()
            ? ""
            : "--- old\n+++ new\n@@ -1 +1 @@\n-name: Hello\n+name: \u001b[2J\n a: b\n";
    return new Answer(200, Map.of("same", changes.isEmpty(), "changes", changes, "text", text));
  }

  private static Answer export(Map<String, @Nullable Object> workflow, Map<String, String> query) {
    if ("serverless".equals(query.get("format"))) {
      return new Answer(
          200,
          Map.of(
              "yaml",
              "document: {}\n",
              "losses",
              List.of(
                  Map.of("pointer", "/trigger", "feature", "trigger", "message", "No trigger"))));
    }
    // Every JSON document is YAML as well.
    return new Answer(200, workflow.get("definition"));
  }

  private Answer save(Map<String, @Nullable Object> workflow, String body) {
    List<Map<String, @Nullable Object>> all = versions(workflow);
    Map<String, @Nullable Object> version = new LinkedHashMap<>();
    version.put("version", all.size() + 1);
    version.put("label", ((Map<?, ?>) value(body)).get("label"));
    version.put("deployed", false);
    version.put("problemCount", 0);
    version.put("createdAt", "2027-01-31T12:00:00Z");
    version.put("createdBy", "key_1");
    version.put("definition", workflow.get("definition"));
    all.addFirst(version);
    return new Answer(201, version);
  }

  private Answer list(Map<String, @Nullable Object> workflow) {
    Map<String, @Nullable Object> page = new HashMap<>();
    page.put("items", versions(workflow));
    page.put("nextCursor", null);
    return new Answer(200, page);
  }

  private static Answer restore(
      Map<String, @Nullable Object> workflow,
      Map<String, @Nullable Object> version,
      @Nullable String match) {
    if (!("\"" + workflow.get("revision") + "\"").equals(match)) {
      return FakeProject.problem(412, "workflows.revision-changed", "It was changed meanwhile");
    }
    workflow.put("definition", version.get("definition"));
    workflow.put("revision", (int) Objects.requireNonNull(workflow.get("revision")) + 1);
    Map<String, @Nullable Object> answer = new LinkedHashMap<>(workflow);
    answer.put("lostChanges", true);
    return new Answer(200, answer);
  }

  private static Answer deploy(
      Map<String, @Nullable Object> workflow, Map<String, @Nullable Object> version) {
    workflow.put("deployedVersion", version.get("version"));
    version.put("deployed", true);
    return new Answer(200, version);
  }

  private List<Map<String, @Nullable Object>> versions(Map<String, @Nullable Object> workflow) {
    return versions.computeIfAbsent(workflow.get("id"), id -> new ArrayList<>());
  }

  private @Nullable Map<String, @Nullable Object> version(
      Map<String, @Nullable Object> workflow, String number) {
    return versions(workflow).stream()
        .filter(version -> number.equals(String.valueOf(version.get("version"))))
        .findFirst()
        .orElse(null);
  }

  /**
   * @param name of the event; empty for all
   */
  Answer events(Request request, String name) {
    if (name.isEmpty()) {
      Map<String, @Nullable Object> page = new HashMap<>();
      page.put("items", events.values().stream().map(FakeHistory::listed).toList());
      page.put("nextCursor", null);
      return new Answer(200, page);
    }
    if (name.endsWith("/workflows")) {
      return new Answer(200, Map.of("items", List.of(Map.of("name", "Hello", "deployed", true))));
    }
    if (request.method().equals("PUT")) {
      return put(name, (Map<?, ?>) value(request.body()));
    }
    Map<String, @Nullable Object> event = events.get(name);
    if (event == null) {
      return FakeProject.problem(404, "workflows.event-not-found", "There is no event " + name);
    }
    if (request.method().equals("DELETE")) {
      if (!"true".equals(request.query().get("force"))) {
        return FakeProject.problem(409, "workflows.event-in-use", "Hello listens");
      }
      events.remove(name);
      return new Answer(204, null);
    }
    return new Answer(200, event);
  }

  /** A list has neither examples nor schemas. */
  private static Map<String, @Nullable Object> listed(Map<String, @Nullable Object> event) {
    Map<String, @Nullable Object> info = new LinkedHashMap<>(event);
    info.keySet().removeAll(List.of("example", "schema"));
    return info;
  }

  private Answer put(String name, Map<?, ?> body) {
    Map<String, @Nullable Object> old = events.get(name);
    if (old != null && Objects.equals(old.get("example"), body.get("example"))) {
      return new Answer(200, old);
    }
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("name", name);
    event.put("revision", old == null ? 1 : (int) Objects.requireNonNull(old.get("revision")) + 1);
    event.put("description", body.get("description"));
    event.put("example", body.get("example"));
    event.put("schema", Map.of("type", "object"));
    events.put(name, event);
    return new Answer(old == null ? 201 : 200, event);
  }

  private static Object value(String body) {
    return YamlValue.read(body).orElseThrow();
  }
}
