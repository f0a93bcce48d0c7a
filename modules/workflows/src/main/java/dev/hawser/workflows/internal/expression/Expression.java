package dev.hawser.workflows.internal.expression;

import dev.hawser.workflows.Scope;
import org.jspecify.annotations.Nullable;

/** One compiled expression. Thread-safe. */
interface Expression {
  /** The source text. */
  String text();

  Usage usage();

  /** Whether its value may be a boolean, as far as can be known before it runs. */
  boolean mayBeBoolean();

  /**
   * The JSON value in a scope.
   *
   * @throws ExpressionFailure when it has none
   */
  @Nullable Object evaluate(Scope scope);
}
