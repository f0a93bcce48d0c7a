package dev.hawser.workflows.internal.preview;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.Condition;
import dev.hawser.workflows.Scope;
import dev.hawser.workflows.Value;
import dev.hawser.workflows.internal.condition.Operator;
import dev.hawser.workflows.internal.condition.Rules;
import dev.hawser.workflows.internal.condition.Rules.Rule;
import dev.hawser.workflows.internal.expression.Names;
import dev.hawser.workflows.internal.expression.Shapes;
import dev.hawser.workflows.internal.expression.Templates;
import dev.hawser.workflows.internal.expression.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a value or a condition from JSON, and collects what is wrong with it. */
final class FragmentReader {
  private static final Condition WRONG = scope -> false;
  private static final int MOST_EXPRESSIONS = 200;
  private static final int MOST_SHOWN = 200;
  private static final Set<String> RULE_FIELDS = Set.of("left", "op", "right");

  private final Templates templates;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> reads = new TreeSet<>();
  private int expressions;
  private int hidden;

  FragmentReader(Templates templates) {
    this.templates = templates;
  }

  List<Problem> problems() {
    List<Problem> shown = new ArrayList<>(problems);
    if (hidden > 0) {
      shown.add(Problem.at("", hidden + " more problems are not shown"));
    }
    return shown;
  }

  Set<String> reads() {
    return reads;
  }

  Value value(String pointer, String place, @Nullable Object json) {
    return switch (json) {
      case String text when Templates.isTemplate(text) -> {
        if (!fits(pointer, text)) {
          yield scope -> null;
        }
        var result = templates.value(place, text);
        note(pointer, result.usage(), result.problems());
        Value value = result.value();
        yield value == null ? scope -> null : new Leaf(text, value);
      }
      case Map<?, ?> object -> {
        Map<String, Value> fields = new LinkedHashMap<>();
        object.forEach(
            (name, field) -> {
              String key = String.valueOf(name);
              fields.put(key, value(child(pointer, key), place + "." + key, field));
            });
        yield scope -> {
          Map<String, @Nullable Object> out = new LinkedHashMap<>();
          fields.forEach((name, field) -> out.put(name, field.evaluate(scope)));
          return out;
        };
      }
      case List<?> list -> {
        List<Value> items = new ArrayList<>();
        for (Object item : list) {
          String index = String.valueOf(items.size());
          items.add(value(pointer + "/" + index, place + "[" + index + "]", item));
        }
        yield scope -> {
          List<@Nullable Object> out = new ArrayList<>();
          items.forEach(item -> out.add(item.evaluate(scope)));
          return out;
        };
      }
      case null, default -> scope -> json;
    };
  }

  Condition condition(String pointer, @Nullable Object json) {
    if (json instanceof String text) {
      if (!fits(pointer, text)) {
        return WRONG;
      }
      var result = templates.condition("condition", text);
      note(pointer, result.usage(), result.problems());
      Condition condition = result.value();
      return condition == null ? WRONG : condition;
    }
    List<List<Rule>> groups = new ArrayList<>();
    for (Object group : items(pointer, json, "any")) {
      String groupPointer = pointer + "/any/" + groups.size();
      List<Rule> rules = new ArrayList<>();
      int number = 0;
      for (Object item : items(groupPointer, group, "all")) {
        rule(groupPointer + "/all/" + number++, item, rules);
      }
      groups.add(rules);
    }
    return new Rules(groups);
  }

  private void rule(String pointer, @Nullable Object json, List<Rule> rules) {
    if (!(json instanceof Map<?, ?> map)) {
      problem(pointer, "must be {\"left\", \"op\", \"right\"}, not " + Shapes.kind(json), null);
      return;
    }
    for (Object name : map.keySet()) {
      if (!RULE_FIELDS.contains(String.valueOf(name))) {
        problem(child(pointer, String.valueOf(name)), "is not a field of a rule", null);
      }
    }
    Operator operator = operator(pointer, map.get("op"));
    if (!map.containsKey("left")) {
      problem(pointer, "left is missing", null);
    }
    boolean hasRight = map.containsKey("right");
    if (operator != null && operator.hasRight() != hasRight) {
      problem(pointer, operator.text() + (hasRight ? " has no right side" : " needs right"), null);
    }
    Value left = value(pointer + "/left", "condition, left", map.get("left"));
    Value right = hasRight ? value(pointer + "/right", "condition, right", map.get("right")) : null;
    if (operator != null) {
      rules.add(new Rule("condition", left, operator, right));
    }
  }

  private @Nullable Operator operator(String pointer, @Nullable Object name) {
    Operator operator = name instanceof String text ? Operator.named(text).orElse(null) : null;
    if (operator == null) {
      String nearest = name instanceof String text ? Names.nearest(text, Operator.names()) : null;
      problem(pointer + "/op", "op must be an operator" + Names.didYouMean(nearest), nearest);
    }
    return operator;
  }

  private List<?> items(String pointer, @Nullable Object json, String name) {
    if (json instanceof Map<?, ?> map
        && map.size() == 1
        && map.get(name) instanceof List<?> list
        && !list.isEmpty()) {
      return list;
    }
    problem(pointer, "must be \"{{ … }}\" or {\"any\": [{\"all\": [ … ]}]}", null);
    return List.of();
  }

  private void note(String pointer, Usage usage, List<Templates.Problem> found) {
    found.forEach(problem -> problem(pointer, problem.message(), problem.suggestion()));
    boolean namesSteps = !usage.steps().isEmpty();
    usage.roots().stream()
        .map(Usage.RootUse::name)
        .filter(root -> !root.equals("steps") || !namesSteps)
        .forEach(reads::add);
    usage.steps().forEach(use -> reads.add("steps." + use.id()));
  }

  /** Whether the preview may have the expressions of this text as well; told once if not. */
  private boolean fits(String pointer, String text) {
    boolean full = expressions > MOST_EXPRESSIONS;
    expressions = Math.min(MOST_EXPRESSIONS + 1, expressions + Templates.expressions(text));
    if (expressions > MOST_EXPRESSIONS && !full) {
      String message = "a preview has at most " + MOST_EXPRESSIONS + " expressions; here are more";
      problem(pointer, message, null);
    }
    return expressions <= MOST_EXPRESSIONS;
  }

  /** A text with expressions, which pays for what it gave. */
  private record Leaf(String text, Value value) implements Value {
    @Override
    public @Nullable Object evaluate(Scope scope) {
      Object result = value.evaluate(scope);
      if (scope instanceof PreviewScope preview) {
        preview.budget().spend(text, result);
      }
      return result;
    }
  }

  private void problem(String pointer, String message, @Nullable String suggestion) {
    if (problems.size() == MOST_SHOWN) {
      hidden++;
      return;
    }
    problems.add(new Problem(pointer, message, null, suggestion, null, null));
  }

  private static String child(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
