package dev.hawser.workflows.internal.export;

import dev.hawser.workflows.internal.export.Losses.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes steps as tasks. */
final class ServerlessTasks {
  private final Losses losses;
  private final Expressions expressions;
  private final Retries retries;
  private final ServerlessCalls calls;

  ServerlessTasks(Losses losses) {
    this.losses = losses;
    this.expressions = new Expressions(losses);
    this.retries = new Retries(losses);
    this.calls = new ServerlessCalls(losses, expressions);
  }

  /** The tasks of a list of steps; what is no step is left out. */
  List<Object> list(@Nullable Object steps, Place at) {
    List<Object> tasks = new ArrayList<>();
    if (steps instanceof List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        if (items.get(i) instanceof Map<?, ?> step) {
          String id = step.get("id") instanceof String text ? text : "step" + (i + 1);
          tasks.add(Map.of(id, task(step, id, at.child(i).step(id))));
        }
      }
    }
    return tasks;
  }

  private Map<String, @Nullable Object> task(Map<?, ?> step, String id, Place at) {
    Map<String, @Nullable Object> core = core(step, id, at);
    if (step.get("timeout") instanceof String timeout) {
      core.put("timeout", Map.of("after", Retries.duration(timeout)));
    }
    Object onError = step.get("onError");
    boolean handled = onError instanceof Map<?, ?> || "continue".equals(onError);
    Map<String, @Nullable Object> task = core;
    if (handled || step.containsKey("retry")) {
      task = new LinkedHashMap<>();
      task.put("try", List.of(Map.of(id + "-attempt", core)));
      task.put("catch", caught(step, id, at));
    }
    if (step.containsKey("if")) {
      task.put("if", expressions.condition(step.get("if"), at.child("if")));
    }
    if (step.get("title") instanceof String title) {
      task.put("metadata", Map.of("title", title));
    }
    return task;
  }

  private Map<String, @Nullable Object> caught(Map<?, ?> step, String id, Place at) {
    Map<String, @Nullable Object> caught = new LinkedHashMap<>();
    if (step.containsKey("retry")) {
      caught.put("retry", retries.policy(step.get("retry"), at.child("retry")));
    }
    if (step.get("onError") instanceof Map<?, ?> handler) {
      caught.put("do", list(handler.get("steps"), at.child("onError").child("steps")));
    } else if ("continue".equals(step.get("onError"))) {
      caught.put(
          "do", List.of(Map.of(id + "-error", Map.of("set", Map.of("error", "${ error }")))));
    }
    return caught;
  }

  private Map<String, @Nullable Object> core(Map<?, ?> step, String id, Place at) {
    return switch (String.valueOf(step.get("type"))) {
      case "request" -> calls.request(step, at);
      case "action" -> calls.action(step, at);
      case "function" -> calls.function(step, at);
      case "workflow" -> calls.workflow(step, at);
      case "transform" -> transform(step.get("value"), at.child("value"));
      case "branch" -> branch(step, id, at);
      case "each" -> each(step, at);
      case "parallel" -> parallel(step, at);
      case "delay" -> delay(step, at);
      case "waitFor" -> waitFor(step, at);
      case "fail" -> fail(step, at);
      case "respond" -> {
        losses.add(at, "respond", "The DSL cannot answer a caller; the answer is only set as data");
        yield set(expressions.object(without(step, Set.of()), at));
      }
      default -> {
        losses.add(at, "step-type", "The type " + step.get("type") + " is kept as data only");
        yield set(expressions.object(without(step, Set.of()), at));
      }
    };
  }

  private Map<String, @Nullable Object> transform(@Nullable Object value, Place at) {
    Map<String, @Nullable Object> task = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      task.put("set", expressions.object(map, at));
    } else if (value instanceof List<?> list && list.toString().contains("{{")) {
      losses.add(at, "transform-shape", "The list is the field \"value\" of the output");
      return set(Map.of("value", expressions.value(list, at)));
    } else {
      task.put("set", expressions.expression(value, at));
    }
    return task;
  }

  /** The arms are named tasks of a list of their own; each one leaves it when it is done. */
  private Map<String, @Nullable Object> branch(Map<?, ?> step, String id, Place at) {
    List<Object> cases = new ArrayList<>();
    List<Object> tasks = new ArrayList<>();
    boolean open = true;
    if (step.get("arms") instanceof List<?> arms) {
      for (int i = 0; i < arms.size(); i++) {
        if (arms.get(i) instanceof Map<?, ?> arm) {
          Place place = at.child("arms").child(i);
          String name = arm.get("id") instanceof String text ? text : "arm" + (i + 1);
          String target = id + "-" + name;
          Map<String, Object> one = new LinkedHashMap<>();
          if (arm.containsKey("when")) {
            one.put("when", expressions.condition(arm.get("when"), place.child("when")));
          } else {
            open = false;
          }
          one.put("then", target);
          cases.add(Map.of(name, one));
          Map<String, Object> body = new LinkedHashMap<>();
          body.put("do", list(arm.get("steps"), place.child("steps")));
          body.put("then", "exit");
          tasks.add(Map.of(target, body));
        }
      }
    }
    if (open) {
      cases.add(Map.of("otherwise", Map.of("then", "exit")));
    }
    List<Object> all = new ArrayList<>();
    all.add(Map.of(id + "-switch", Map.of("switch", cases)));
    all.addAll(tasks);
    Map<String, @Nullable Object> task = new LinkedHashMap<>();
    task.put("do", all);
    return task;
  }

  private Map<String, @Nullable Object> each(Map<?, ?> step, Place at) {
    Map<String, Object> loop = new LinkedHashMap<>();
    loop.put("each", "item");
    loop.put("in", expressions.expression(step.get("items"), at.child("items")));
    loop.put("at", "index");
    losses.add(at, "parallel-limit", "Items run one after the other; the limit is left out");
    for (String field : List.of("onItemError", "collect")) {
      if (step.containsKey(field)) {
        losses.add(
            at.child(field),
            "each-" + field.toLowerCase(java.util.Locale.ROOT),
            "\"" + field + "\" is left out");
      }
    }
    Map<String, @Nullable Object> task = new LinkedHashMap<>();
    task.put("for", loop);
    task.put("do", list(step.get("steps"), at.child("steps")));
    return task;
  }

  private Map<String, @Nullable Object> parallel(Map<?, ?> step, Place at) {
    List<Object> branches = new ArrayList<>();
    if (step.get("branches") instanceof List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        if (items.get(i) instanceof Map<?, ?> branch) {
          String name = branch.get("id") instanceof String text ? text : "branch" + (i + 1);
          Place place = at.child("branches").child(i).child("steps");
          branches.add(Map.of(name, Map.of("do", list(branch.get("steps"), place))));
        }
      }
    }
    Map<String, Object> fork = new LinkedHashMap<>();
    fork.put("branches", branches);
    fork.put("compete", "race".equals(step.get("mode")));
    Map<String, @Nullable Object> task = new LinkedHashMap<>();
    task.put("fork", fork);
    return task;
  }

  private Map<String, @Nullable Object> delay(Map<?, ?> step, Place at) {
    Map<String, @Nullable Object> task = new LinkedHashMap<>();
    if (step.containsKey("until")) {
      losses.add(at.child("until"), "delay-until", "The DSL waits for a time, not until a moment");
      String until = expressions.expression(step.get("until"), at.child("until"));
      String code = until.substring(3, until.length() - 2);
      task.put("wait", "${ string(timestamp(" + code + ") - now) }");
    } else if (step.get("for") instanceof String text) {
      String duration = expressions.text(text, at.child("for"));
      task.put("wait", duration.startsWith("$") ? duration : Retries.duration(duration));
    } else {
      task.put("wait", "PT0S");
    }
    return task;
  }

  private Map<String, @Nullable Object> waitFor(Map<?, ?> step, Place at) {
    if (step.containsKey("match")) {
      losses.add(at.child("match"), "match", "Which event is meant is left out");
    }
    Map<String, @Nullable Object> task = new LinkedHashMap<>();
    String type = step.get("event") instanceof String name ? name : "event";
    task.put("listen", Map.of("to", Map.of("one", Map.of("with", Map.of("type", type)))));
    return task;
  }

  private Map<String, @Nullable Object> fail(Map<?, ?> step, Place at) {
    if (step.containsKey("data")) {
      losses.add(at.child("data"), "error-data", "An error of the DSL carries no data");
    }
    String message = step.get("message") instanceof String text ? text : "";
    return new LinkedHashMap<>(
        ServerlessWorkflow.failure(expressions.text(message, at.child("message"))));
  }

  private static Map<String, @Nullable Object> set(Map<String, @Nullable Object> value) {
    Map<String, @Nullable Object> task = new LinkedHashMap<>();
    task.put("set", value.isEmpty() ? Map.of("empty", true) : value);
    return task;
  }

  /** The fields of a step that are its type's own. */
  static Map<?, ?> without(Map<?, ?> step, Set<String> names) {
    Map<Object, @Nullable Object> own = new LinkedHashMap<>(step);
    own.keySet().removeAll(names);
    own.keySet().removeAll(Set.of("id", "type", "title", "if", "timeout", "retry", "onError"));
    return own;
  }
}
