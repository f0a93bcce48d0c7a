package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.Condition;
import dev.hawser.workflows.EvaluationException;
import dev.hawser.workflows.Scope;
import dev.hawser.workflows.Value;
import dev.hawser.workflows.internal.condition.Operator;
import dev.hawser.workflows.internal.condition.Rules;
import dev.hawser.workflows.internal.condition.Rules.Rule;
import dev.hawser.workflows.internal.expression.Templates;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
import dev.hawser.workflows.internal.source.Node.ScalarNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads conditions, in either form. */
final class ConditionReader {
  private static final Condition WRONG = scope -> false;

  /** Longer expressions and those that call something are not run while a definition is read. */
  private static final int LONGEST_CONSTANT = 200;

  private final Templates templates;
  private final ValueReader values;

  ConditionReader(Templates templates, ValueReader values) {
    this.templates = templates;
    this.values = values;
  }

  /**
   * A condition that was read.
   *
   * @param constant what it always gives; null when it depends on data, or nobody knows
   */
  record Read(Condition condition, @Nullable Boolean constant) {}

  Condition condition(Part part, StepContext step) {
    return read(part, step).condition();
  }

  Read read(Part part, StepContext step) {
    if (part.node() instanceof ScalarNode scalar && scalar.json() instanceof String text) {
      var result = templates.condition(part.place(), text);
      result.problems().forEach(problem -> part.problem(problem.message(), problem.suggestion()));
      step.use(part, result.usage());
      Condition condition = result.value();
      if (condition == null) {
        return new Read(WRONG, null);
      }
      boolean fixed =
          result.usage().roots().isEmpty()
              && text.length() <= LONGEST_CONSTANT
              && text.indexOf('(') < 0;
      return new Read(condition, fixed ? constant(condition) : null);
    }
    if (!(part.node() instanceof ObjectNode)) {
      part.wrongType("\"{{ … }}\" or {\"any\": [{\"all\": [ … ]}]}");
      return new Read(WRONG, null);
    }
    Rules rules = rules(part, step);
    boolean fixed =
        rules.groups().stream()
            .flatMap(List::stream)
            .allMatch(rule -> isFixed(rule.left()) && isFixed(rule.right()));
    return new Read(rules, fixed ? constant(rules) : null);
  }

  private static boolean isFixed(@Nullable Value value) {
    return value == null || value instanceof ValueReader.Constant;
  }

  private static @Nullable Boolean constant(Condition condition) {
    try {
      return condition.test(Nowhere.SCOPE);
    } catch (EvaluationException e) {
      return null; // it fails wherever it runs, and says so there
    }
  }

  /** A scope for what reads nothing. */
  private static final class Nowhere implements Scope {
    private static final Scope SCOPE = new Nowhere();

    @Override
    public @Nullable Object root(String name) {
      return null;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public UUID uuid() {
      return new UUID(0, 0);
    }
  }

  private Rules rules(Part part, StepContext step) {
    List<List<Rule>> groups = new ArrayList<>();
    for (Part group : items(part, StepGrammar.RULES, "any")) {
      List<Rule> rules = new ArrayList<>();
      for (Part item : items(group, StepGrammar.GROUP, "all")) {
        Rule rule = rule(item, step);
        if (rule != null) {
          rules.add(rule);
        }
      }
      groups.add(rules);
    }
    return new Rules(groups);
  }

  private static List<Part> items(Part part, Shape shape, String name) {
    Fields fields = Fields.of(part, shape);
    Part list = fields == null ? null : fields.find(name);
    List<Part> items = list == null ? null : list.list();
    if (items != null && items.isEmpty() && list != null) {
      list.problem("must not be empty");
    }
    return items == null ? List.of() : items;
  }

  private @Nullable Rule rule(Part part, StepContext step) {
    Fields fields = Fields.of(part, StepGrammar.RULE);
    if (fields == null) {
      return null;
    }
    Part left = fields.find("left");
    Value leftValue = left == null ? null : values.value(left, step);
    Operator operator = Operator.named(String.valueOf(fields.text("op"))).orElse(null);
    Part right = fields.find("right");
    Value rightValue = right == null ? null : values.value(right, step);
    if (operator != null && !operator.hasRight() && right != null) {
      right.problem("the operator " + operator.text() + " has no right side");
    }
    return leftValue == null || operator == null
        ? null
        : new Rule(part.place(), leftValue, operator, rightValue);
  }
}
