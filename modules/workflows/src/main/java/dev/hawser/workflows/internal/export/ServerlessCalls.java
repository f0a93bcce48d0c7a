package dev.hawser.workflows.internal.export;

import dev.hawser.workflows.internal.export.Losses.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes the steps that leave the workflow as tasks. */
final class ServerlessCalls {
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+\\-.]*://.*");
  private final Losses losses;
  private final Expressions expressions;

  ServerlessCalls(Losses losses, Expressions expressions) {
    this.losses = losses;
    this.expressions = expressions;
  }

  Map<String, @Nullable Object> request(Map<?, ?> step, Place at) {
    Map<String, @Nullable Object> with = new LinkedHashMap<>();
    with.put("method", step.get("method") instanceof String method ? method : "GET");
    Map<String, @Nullable Object> headers = texts(step, "headers", at);
    Map<String, @Nullable Object> query = texts(step, "query", at);
    String uri = uri(step.get("url"), at.child("url"));
    Map<String, @Nullable Object> policy =
        step.get("auth") instanceof Map<?, ?> auth
            ? auth(auth, at.child("auth"), headers, query)
            : Map.of();
    Map<String, @Nullable Object> endpoint = new LinkedHashMap<>();
    endpoint.put("uri", uri);
    endpoint.put("authentication", policy);
    with.put("endpoint", policy.isEmpty() ? uri : endpoint);
    if (step.get("body") instanceof Map<?, ?> body) {
      body(body, at.child("body"), headers, with);
    }
    if (!headers.isEmpty()) {
      with.put("headers", headers);
    }
    if (!query.isEmpty()) {
      with.put("query", query);
    }
    with.put("output", "response");
    lost(step, "paginate", at, "pagination", "Only the first page is fetched");
    lost(step, "followRedirects", at, "redirects", "Whether redirects are followed is left out");
    lost(step, "response", at, "response-form", "How the answer is read is left out");
    Map<String, @Nullable Object> task = new LinkedHashMap<>();
    task.put("call", "http");
    task.put("with", with);
    return task;
  }

  private void lost(Map<?, ?> step, String field, Place at, String feature, String message) {
    if (step.containsKey(field)) {
      losses.add(at.child(field), feature, message);
    }
  }

  private Map<String, @Nullable Object> texts(Map<?, ?> step, String field, Place at) {
    return step.get(field) instanceof Map<?, ?> map
        ? expressions.texts(map, at.child(field))
        : new LinkedHashMap<>();
  }

  private String uri(@Nullable Object url, Place at) {
    String text = url instanceof String given ? expressions.text(given, at) : "";
    return text.startsWith("$") || URI.matcher(text).matches()
        ? text
        : expressions.expression(text, at);
  }

  private void body(
      Map<?, ?> body,
      Place at,
      Map<String, @Nullable Object> headers,
      Map<String, @Nullable Object> with) {
    with.put("body", expressions.value(body.get("value"), at.child("value")));
    String type =
        switch (String.valueOf(body.get("kind"))) {
          case "form" -> "application/x-www-form-urlencoded";
          case "multipart" -> "multipart/form-data";
          case "text" -> "text/plain";
          case "xml" -> "application/xml";
          case "binary" -> "application/octet-stream";
          default -> "";
        };
    if (!type.isEmpty()) {
      headers.putIfAbsent("Content-Type", type);
      losses.add(at, "body-kind", "The body is only named " + type + "; files are not sent");
    }
  }

  /** The policy of the endpoint; what is a header or a parameter becomes one. */
  private Map<String, @Nullable Object> auth(
      Map<?, ?> auth,
      Place at,
      Map<String, @Nullable Object> headers,
      Map<String, @Nullable Object> query) {
    Map<String, @Nullable Object> policy = new LinkedHashMap<>();
    switch (String.valueOf(auth.get("type"))) {
      case "none" -> {}
      case "basic" -> {
        Map<String, @Nullable Object> basic = new LinkedHashMap<>();
        basic.put("username", text(auth, "username", at));
        basic.put("password", text(auth, "password", at));
        policy.put("basic", basic);
      }
      case "bearer" -> policy.put("bearer", Map.of("token", text(auth, "token", at)));
      case "header" -> headers.put(text(auth, "name", at), text(auth, "value", at));
      case "query" -> query.put(text(auth, "name", at), text(auth, "value", at));
      default ->
          losses.add(at, "connections", "Authentication of this kind is left out, see the field");
    }
    return policy;
  }

  private String text(Map<?, ?> fields, String name, Place at) {
    return fields.get(name) instanceof String text ? expressions.text(text, at.child(name)) : "";
  }

  Map<String, @Nullable Object> action(Map<?, ?> step, Place at) {
    losses.add(at, "connectors", "The action is a function that a runtime of the DSL lacks");
    losses.add(at.child("connection"), "connections", "The connected account is left out");
    Map<String, @Nullable Object> task = new LinkedHashMap<>();
    task.put("call", step.get("action") instanceof String action ? action : "action");
    if (step.get("with") instanceof Map<?, ?> with) {
      task.put("with", expressions.object(with, at.child("with")));
    }
    return task;
  }

  Map<String, @Nullable Object> function(Map<?, ?> step, Place at) {
    losses.add(at, "functions", "The code is a module that exports a function, and has a library");
    Map<String, @Nullable Object> script = new LinkedHashMap<>();
    script.put("language", "js");
    script.put("code", step.get("code") instanceof String code ? code : "");
    if (step.containsKey("input")) {
      Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
      arguments.put("input", expressions.value(step.get("input"), at.child("input")));
      script.put("arguments", arguments);
    }
    Map<String, @Nullable Object> task = new LinkedHashMap<>();
    task.put("run", Map.of("script", script));
    return task;
  }

  Map<String, @Nullable Object> workflow(Map<?, ?> step, Place at) {
    Map<String, @Nullable Object> called = new LinkedHashMap<>();
    called.put("namespace", ServerlessWorkflow.NAMESPACE);
    called.put(
        "name", ServerlessWorkflow.slug(step.get("workflow") instanceof String name ? name : ""));
    called.put("version", "latest");
    if (step.get("input") instanceof Map<?, ?> input) {
      called.put("input", expressions.object(input, at.child("input")));
    } else if (step.containsKey("input")) {
      losses.add(at.child("input"), "workflow-input", "An input that is no object is left out");
    }
    Map<String, @Nullable Object> run = new LinkedHashMap<>();
    run.put("workflow", called);
    run.put("await", !Boolean.FALSE.equals(step.get("await")));
    Map<String, @Nullable Object> task = new LinkedHashMap<>();
    task.put("run", run);
    return task;
  }
}
