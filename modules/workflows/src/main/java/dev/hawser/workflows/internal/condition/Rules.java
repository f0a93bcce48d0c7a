package dev.hawser.workflows.internal.condition;

import dev.hawser.workflows.Condition;
import dev.hawser.workflows.EvaluationException;
import dev.hawser.workflows.Scope;
import dev.hawser.workflows.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition in disjunctive form: one group must hold, and of it all rules. Groups and rules are
 * tried in their order, and no further than needed.
 */
public record Rules(List<List<Rule>> groups) implements Condition {
  public Rules {
    groups = groups.stream().map(List::copyOf).toList();
  }

  /**
   * @param place where the rule stands, as error messages name it
   * @param right null where the operator has no right side
   */
  public record Rule(String place, Value left, Operator operator, @Nullable Value right) {
    boolean test(Scope scope) {
      Object leftValue;
      try {
        leftValue = left.evaluate(scope);
      } catch (EvaluationException e) {
        if (!operator.acceptsMissing() || !e.isMissing()) {
          throw e;
        }
        leftValue = null;
      }
      try {
        return operator.test(leftValue, right == null ? null : right.evaluate(scope));
      } catch (UnfitException e) {
        throw new EvaluationException(
            operator.text(), place + ": " + operator.text() + ": " + e.getMessage());
      }
    }
  }

  @Override
  public boolean test(Scope scope) {
    for (List<Rule> group : groups) {
      if (holds(group, scope)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(List<Rule> group, Scope scope) {
    for (Rule rule : group) {
      if (!rule.test(scope)) {
        return false;
      }
    }
    return true;
  }
}
