package dev.hawser.workflows;

import org.jspecify.annotations.Nullable;

/**
 * A compiled value of a definition: a constant, a template, or a tree with templates in it.
 * Thread-safe.
 */
@FunctionalInterface
public interface Value {
  /**
   * The JSON value (types of {@link dev.hawser.core.json.Json}) in a scope. What comes from the
   * scope is not copied, so callers must not change it.
   *
   * @throws EvaluationException when an expression fails
   */
  @Nullable Object evaluate(Scope scope);
}
