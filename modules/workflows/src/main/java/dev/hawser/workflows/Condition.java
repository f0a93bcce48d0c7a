package dev.hawser.workflows;

/** A compiled condition of a definition. Thread-safe. */
@FunctionalInterface
public interface Condition {
  /**
   * @throws EvaluationException when an expression fails or does not give a boolean
   */
  boolean test(Scope scope);
}
