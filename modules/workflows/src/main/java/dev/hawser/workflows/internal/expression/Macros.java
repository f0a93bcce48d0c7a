package dev.hawser.workflows.internal.expression;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelIssue;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import java.util.List;
import java.util.Optional;

/**
 * Functions over a list that take a name for the item and an expression that reads it, as {@code
 * map} does. They collect pairs of key and item and hand them to a function.
 */
final class Macros {
  static final String GROUP_BY = "lists.@groupByKeys";
  static final String KEY_BY = "lists.@keyByKeys";
  static final String UNIQUE_BY = "lists.@uniqueByKeys";

  private Macros() {}

  static List<CelMacro> all() {
    return List.of(
        macro("groupBy", GROUP_BY), macro("keyBy", KEY_BY), macro("uniqueBy", UNIQUE_BY));
  }

  private static CelMacro macro(String name, String function) {
    return CelMacro.newReceiverMacro(
        name,
        2,
        (factory, target, arguments) -> expand(name, function, factory, target, arguments));
  }

  private static Optional<CelExpr> expand(
      String name,
      String function,
      CelMacroExprFactory factory,
      CelExpr list,
      ImmutableList<CelExpr> arguments) {
    CelExpr variable = arguments.get(0);
    if (variable.getKind() != Kind.IDENT) {
      return Optional.of(
          factory.reportError(
              CelIssue.formatError(
                  factory.getSourceLocation(variable),
                  "the first argument of " + name + " is a name for the item")));
    }
    CelExpr pair = factory.newList(arguments.get(1), variable);
    CelExpr step =
        factory.newGlobalCall(
            "_+_", factory.newIdentifier(factory.getAccumulatorVarName()), factory.newList(pair));
    CelExpr pairs =
        factory.fold(
            variable.ident().name(),
            list,
            factory.getAccumulatorVarName(),
            factory.newList(),
            factory.newBoolLiteral(true),
            step,
            factory.newIdentifier(factory.getAccumulatorVarName()));
    return Optional.of(factory.newGlobalCall(function, pairs));
  }
}
