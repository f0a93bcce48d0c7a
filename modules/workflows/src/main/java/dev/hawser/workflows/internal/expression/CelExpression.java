package dev.hawser.workflows.internal.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelLateFunctionBindings;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelVariableResolver;
import dev.hawser.workflows.Scope;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An expression that CEL computes. */
record CelExpression(
    String text,
    Usage usage,
    boolean mayBeBoolean,
    boolean callsUuid,
    CelAbstractSyntaxTree ast,
    CelRuntime.Program program)
    implements Expression {
  static final String UUID_OVERLOAD = "uuid_string";
  private static final String WARM_UP_ID = "00000000-0000-7000-8000-000000000000";

  @Override
  public @Nullable Object evaluate(Scope scope) {
    CelVariableResolver variables = variables(scope);
    try {
      Object result =
          callsUuid
              ? program.eval(variables, uuids(() -> scope.uuid().toString()))
              : program.eval(variables);
      return JsonView.unwrap(result);
    } catch (CelEvaluationException e) {
      throw explain(e, variables);
    }
  }

  /** Runs it once more, watching, to learn on which values it failed. */
  private ExpressionFailure explain(CelEvaluationException error, CelVariableResolver variables) {
    CelFailures failures = new CelFailures(ast);
    if (CelFailures.speaksForItself(error)) {
      return failures.explain(error);
    }
    try {
      if (callsUuid) {
        program.trace(variables, uuids(() -> WARM_UP_ID), failures::record);
      } else {
        program.trace(variables, failures::record);
      }
    } catch (CelEvaluationException again) {
      return failures.explain(again);
    }
    return failures.explain(error);
  }

  private static CelVariableResolver variables(Scope scope) {
    return name -> Optional.of(name.equals("now") ? scope.now() : JsonView.wrap(scope.root(name)));
  }

  /** Bound anew for each evaluation, so it may hold the scope of that evaluation. */
  @SuppressWarnings("Immutable")
  private static CelLateFunctionBindings uuids(java.util.function.Supplier<String> next) {
    return CelLateFunctionBindings.from(
        CelFunctionBinding.from(UUID_OVERLOAD, List.of(), arguments -> next.get()));
  }
}
