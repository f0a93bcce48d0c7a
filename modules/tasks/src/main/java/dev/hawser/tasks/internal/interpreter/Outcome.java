package dev.hawser.tasks.internal.interpreter;

/** How a run ended. */
public sealed interface Outcome {
  record Succeeded() implements Outcome {}

  /**
   * @param error the JSON value that says why
   */
  record Failed(Object error) implements Outcome {}
}
