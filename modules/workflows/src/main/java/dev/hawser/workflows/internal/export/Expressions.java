package dev.hawser.workflows.internal.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.json.Json;
import dev.hawser.workflows.internal.export.Losses.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns templates into runtime expressions of the DSL, {@code ${ … }}. What stands in them stays
 * CEL, which a runtime of the DSL need not know.
 */
final class Expressions {
  private final Losses losses;

  Expressions(Losses losses) {
    this.losses = losses;
  }

  /** A value with its templates replaced. */
  @Nullable Object value(@Nullable Object value, Place at) {
    return switch (value) {
      case String text -> text(text, at);
      case Map<?, ?> map -> object(map, at);
      case List<?> list -> {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
          items.add(value(list.get(i), at.child(i)));
        }
        yield items;
      }
      case null, default -> value;
    };
  }

  Map<String, @Nullable Object> object(Map<?, ?> map, Place at) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    map.forEach((name, inner) -> object.put(String.valueOf(name), value(inner, at.child(name))));
    return object;
  }

  /** The values of an object as texts. */
  Map<String, @Nullable Object> texts(Map<?, ?> map, Place at) {
    Map<String, @Nullable Object> texts = new LinkedHashMap<>();
    object(map, at)
        .forEach(
            (name, value) -> texts.put(name, value instanceof String text ? text : json(value)));
    return texts;
  }

  /** A text, or the expression that it contains. */
  String text(String text, Place at) {
    String code = code(text, at);
    return code == null ? text : "${ " + code + " }";
  }

  /** Always an expression: of a text, a list, anything. */
  String expression(@Nullable Object value, Place at) {
    String code = value instanceof String text ? code(text, at) : null;
    return "${ " + (code == null ? json(value) : code) + " }";
  }

  /** A condition: a template, or rules, which become calls of Hawser's operators. */
  String condition(@Nullable Object condition, Place at) {
    if (condition instanceof Map<?, ?> rules && rules.get("any") instanceof List<?> any) {
      losses.once(
          at, "conditions", "Operators of rules are written as calls of functions of Hawser's");
      List<String> groups = new ArrayList<>();
      for (Object group : any) {
        List<String> all = new ArrayList<>();
        if (group instanceof Map<?, ?> map && map.get("all") instanceof List<?> list) {
          list.forEach(rule -> all.add(rule(rule, at)));
        }
        groups.add(all.isEmpty() ? "true" : String.join(" && ", all));
      }
      String code = groups.isEmpty() ? "false" : "(" + String.join(") || (", groups) + ")";
      return "${ " + code + " }";
    }
    return expression(condition, at);
  }

  private String rule(@Nullable Object rule, Place at) {
    if (!(rule instanceof Map<?, ?> map)) {
      return "false";
    }
    List<String> operands = new ArrayList<>();
    for (String side : List.of("left", "right")) {
      if (map.containsKey(side)) {
        String expression = expression(map.get(side), at);
        operands.add(expression.substring(3, expression.length() - 2));
      }
    }
    return map.get("op") + "(" + String.join(", ", operands) + ")";
  }

  /** The CEL expression that gives the text; null when the text is just a text. */
  private @Nullable String code(String text, Place at) {
    List<String> parts = new ArrayList<>();
    boolean templates = false;
    int from = 0;
    for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", from)) {
      int close = end(text, open + 2);
      if (close < 0) {
        break;
      }
      if (open > from) {
        parts.add(json(text.substring(from, open)));
      }
      String inner = text.substring(open + 2, close).strip().replaceAll("\\s*\\R\\s*", " ");
      boolean whole = open == 0 && close + 2 == text.length();
      parts.add(whole ? inner : "string(" + inner + ")");
      templates = true;
      from = close + 2;
    }
    if (!templates) {
      // A text that only looks like an expression must not become one.
      return text.strip().startsWith("${") ? json(text) : null;
    }
    if (from < text.length()) {
      parts.add(json(text.substring(from)));
    }
    losses.once(
        at,
        "expressions",
        "Expressions stay CEL; the default language of the DSL is jq, and its runtimes need not"
            + " know CEL");
    losses.once(
        at,
        "outputs-by-name",
        "Expressions read trigger, steps.<id>.output, settings, secrets and so on; the DSL has"
            + " $input, $context and the output of the task before");
    return String.join(" + ", parts);
  }

  /** Where the braces end that are open; those in texts of the expression do not count. */
  private static int end(String text, int from) {
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '}' && text.startsWith("}}", i)) {
        // Of three braces, the first one ends an object.
        return text.startsWith("}}}", i) ? i + 1 : i;
      }
    }
    return -1;
  }

  private static String json(@Nullable Object value) {
    return new String(Json.write(value), UTF_8);
  }
}
