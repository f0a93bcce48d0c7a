package dev.hawser.workflows.internal.export;

import dev.hawser.workflows.internal.export.Losses.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a definition as a document of the CNCF Serverless Workflow DSL 1.0.3, and says what that
 * cannot say. The document fits the DSL's schema; whether a runtime runs it depends on the losses.
 */
public final class ServerlessWorkflow {
  private static final String DSL = "1.0.3";
  private static final int LONGEST_NAME = 63;
  static final String NAMESPACE = "hawser";
  static final String FAILED = "https://hawser.dev/errors/failed";

  private ServerlessWorkflow() {}

  /** A document and what it lacks. */
  public record Converted(Map<String, @Nullable Object> document, List<Loss> losses) {
    public Converted {
      losses = List.copyOf(losses);
    }
  }

  /**
   * @param definition may have problems: what is not there or has no sense is left out
   * @param version 0 for a draft
   */
  public static Converted of(Map<?, ?> definition, int version) {
    Losses losses = new Losses();
    Place root = new Place("", null);
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("document", head(definition, version));
    trigger(definition.get("trigger"), root.child("trigger"), document, losses);
    if (definition.get("secrets") instanceof List<?> secrets && !secrets.isEmpty()) {
      document.put(
          "use", Map.of("secrets", secrets.stream().filter(String.class::isInstance).toList()));
    }
    rest(definition, root, document, losses);
    ServerlessTasks tasks = new ServerlessTasks(losses);
    List<Object> steps = tasks.list(definition.get("steps"), root.child("steps"));
    if (definition.get("onError") instanceof Map<?, ?> handler) {
      List<Object> handling =
          tasks.list(handler.get("steps"), root.child("onError").child("steps"));
      handling.add(Map.of("fail-after-handling", failure("The execution failed")));
      Map<String, Object> main = new LinkedHashMap<>();
      main.put("try", steps);
      main.put("catch", Map.of("do", handling));
      document.put("do", List.of(Map.of("main", main)));
    } else {
      document.put("do", steps);
    }
    return new Converted(document, losses.list());
  }

  private static Map<String, @Nullable Object> head(Map<?, ?> definition, int version) {
    String title = definition.get("name") instanceof String name ? name : "Workflow";
    Map<String, @Nullable Object> head = new LinkedHashMap<>();
    head.put("dsl", DSL);
    head.put("namespace", NAMESPACE);
    head.put("name", slug(title));
    head.put("version", "0." + version + ".0");
    head.put("title", title);
    head.put("metadata", Map.of("expressionLanguage", "cel"));
    return head;
  }

  private static void trigger(
      @Nullable Object trigger, Place at, Map<String, @Nullable Object> document, Losses losses) {
    if (!(trigger instanceof Map<?, ?> fields)) {
      return;
    }
    Object type = fields.get("type");
    if ("event".equals(type) && fields.get("name") instanceof String name) {
      document.put("schedule", Map.of("on", Map.of("one", Map.of("with", Map.of("type", name)))));
      losses.add(at, "trigger", "One event starts every workflow that listens, once per user");
    } else if ("schedule".equals(type) && fields.get("every") instanceof String every) {
      document.put("schedule", Map.of("every", Retries.duration(every)));
    } else if ("schedule".equals(type) && fields.get("cron") instanceof String cron) {
      document.put("schedule", Map.of("cron", cron));
      losses.add(at, "trigger", "The cron expression has seconds, and the timezone is left out");
    } else {
      losses.add(
          at,
          "trigger",
          "The DSL has no trigger of the type "
              + type
              + ": who starts the workflow gives its input");
    }
  }

  private static void rest(
      Map<?, ?> definition, Place root, Map<String, @Nullable Object> document, Losses losses) {
    if (definition.get("limits") instanceof Map<?, ?> limits) {
      if (limits.get("timeout") instanceof String timeout) {
        document.put("timeout", Map.of("after", Retries.duration(timeout)));
      }
      if (limits.containsKey("concurrency")) {
        Place at = root.child("limits").child("concurrency");
        losses.add(at, "parallel-limit", "How many executions run at once is left out");
      }
    }
    if (definition.containsKey("settings")) {
      losses.add(root.child("settings"), "settings", "Settings of connected users are left out");
    }
    if (definition.containsKey("integration")) {
      losses.add(
          root.child("integration"), "connections", "Integrations and their users are left out");
    }
    if (definition.containsKey("ui")) {
      losses.add(root.child("ui"), "layout", "The layout is left out");
    }
  }

  static Map<String, Object> failure(String detail) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("type", FAILED);
    error.put("status", 500L);
    error.put("detail", detail);
    return Map.of("raise", Map.of("error", error));
  }

  static String slug(String name) {
    String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    slug = slug.substring(0, Math.min(slug.length(), LONGEST_NAME)).replaceAll("^-+|-+$", "");
    return slug.isEmpty() ? "workflow" : slug;
  }
}
