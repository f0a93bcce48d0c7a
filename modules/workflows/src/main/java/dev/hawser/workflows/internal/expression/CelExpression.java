package dev.hawser.workflows.internal.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelVariableResolver;
import dev.hawser.workflows.Scope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An expression that CEL computes.
 *
 * @param indent the blanks before the text in what was compiled
 */
record CelExpression(
    String text,
    int indent,
    Usage usage,
    boolean mayBeBoolean,
    Paths paths,
    CelAbstractSyntaxTree ast,
    CelRuntime.Program program)
    implements Expression {
  @Override
  public @Nullable Object evaluate(Scope scope) {
    Budget budget = new Budget(scope, false);
    budget.enter();
    try {
      return Results.of(budget, program.eval(variables(scope)));
    } catch (LimitReached e) {
      throw limit(e);
    } catch (FunctionFailure e) { // of the result
      throw new ExpressionFailure(e.getMessage(), e.isMissing(), -1);
    } catch (CelEvaluationException e) {
      throw Redaction.of(usage, scope, explain(e, scope));
    } finally {
      budget.leave();
    }
  }

  private static ExpressionFailure limit(LimitReached e) {
    return new ExpressionFailure(String.valueOf(e.getMessage()), false, -1);
  }

  /** Runs it once more, watching, to learn on which values it failed. */
  private ExpressionFailure explain(CelEvaluationException error, Scope scope) {
    CelFailures failures = new CelFailures(ast, paths, indent, usage.reads("secrets"));
    if (CelFailures.speaksForItself(error)) {
      return failures.explain(error);
    }
    Budget budget = new Budget(scope, true);
    budget.enter();
    try {
      program.trace(variables(scope), failures::record);
      return failures.explain(error);
    } catch (CelEvaluationException again) {
      return failures.explain(again);
    } catch (LimitReached e) {
      return limit(e);
    }
  }

  private CelVariableResolver variables(Scope scope) {
    return name -> {
      Reference path = paths.find(name);
      if (path != null) {
        return Optional.of(JsonView.wrap(path.evaluate(scope)));
      }
      return Optional.of(name.equals("now") ? scope.now() : JsonView.wrap(scope.root(name)));
    };
  }
}
