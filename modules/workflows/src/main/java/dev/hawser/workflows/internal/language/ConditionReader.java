package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.Condition;
import dev.hawser.workflows.Value;
import dev.hawser.workflows.internal.condition.Operator;
import dev.hawser.workflows.internal.condition.Rules;
import dev.hawser.workflows.internal.condition.Rules.Rule;
import dev.hawser.workflows.internal.expression.Templates;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
import dev.hawser.workflows.internal.source.Node.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads conditions, in either form. */
final class ConditionReader {
  private static final Condition WRONG = scope -> false;
  private static final List<String> RULE_FIELDS = List.of("left", "op", "right");

  private final Templates templates;
  private final ValueReader values;

  ConditionReader(Templates templates, ValueReader values) {
    this.templates = templates;
    this.values = values;
  }

  Condition condition(Part part, StepContext step) {
    if (part.node() instanceof ScalarNode scalar && scalar.json() instanceof String text) {
      var result = templates.condition(part.place(), text);
      result.problems().forEach(problem -> part.problem(problem.message(), problem.suggestion()));
      step.use(part, result.usage());
      return result.value() == null ? WRONG : result.value();
    }
    if (!(part.node() instanceof ObjectNode)) {
      part.wrongType("\"{{ … }}\" or {\"any\": [{\"all\": [ … ]}]}");
      return WRONG;
    }
    return rules(part, step);
  }

  private Condition rules(Part part, StepContext step) {
    List<List<Rule>> groups = new ArrayList<>();
    for (Part group : items(part, "any")) {
      List<Rule> rules = new ArrayList<>();
      for (Part item : items(group, "all")) {
        Rule rule = rule(item, step);
        if (rule != null) {
          rules.add(rule);
        }
      }
      groups.add(rules);
    }
    return new Rules(groups);
  }

  private static List<Part> items(Part part, String name) {
    Fields fields = Fields.of(part);
    if (fields == null) {
      return List.of();
    }
    fields.allow(List.of(name), List.of());
    Part list = fields.require(name, List.of(name));
    List<Part> items = list == null ? null : list.list();
    if (items != null && items.isEmpty() && list != null) {
      list.problem("must not be empty");
    }
    return items == null ? List.of() : items;
  }

  private @Nullable Rule rule(Part part, StepContext step) {
    Fields fields = Fields.of(part);
    if (fields == null) {
      return null;
    }
    fields.allow(RULE_FIELDS, List.of());
    Part left = fields.require("left", RULE_FIELDS);
    Part op = fields.require("op", RULE_FIELDS);
    Value leftValue = left == null ? null : values.value(left, step);
    String name = op == null ? null : Fields.choice(op, "operator", Operator.names(), List.of());
    Operator operator = name == null ? null : Operator.named(name).orElse(null);
    Part right = fields.find("right");
    Value rightValue = right == null ? null : values.value(right, step);
    if (operator != null && operator.hasRight() && right == null) {
      fields.require("right", RULE_FIELDS);
    }
    if (operator != null && !operator.hasRight() && right != null) {
      right.problem("the operator " + operator.text() + " has no right side");
    }
    return leftValue == null || operator == null
        ? null
        : new Rule(part.place(), leftValue, operator, rightValue);
  }
}
