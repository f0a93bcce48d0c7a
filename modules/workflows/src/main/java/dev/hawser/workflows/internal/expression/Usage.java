package dev.hawser.workflows.internal.expression;

import java.util.List;

/**
 * What an expression reads, for the checks that depend on where it stands.
 *
 * @param roots the roots that it names
 * @param steps the steps that it names
 * @param readsNow whether it reads the time
 */
public record Usage(List<RootUse> roots, List<StepUse> steps, boolean readsNow) {
  public static final Usage NONE = new Usage(List.of(), List.of(), false);

  public Usage {
    roots = List.copyOf(roots);
    steps = List.copyOf(steps);
  }

  /** A root, and where its name stands in the expression. */
  public record RootUse(String name, int offset) {}

  /**
   * @param optional whether the expression copes with a step that did not run
   */
  public record StepUse(String id, boolean optional, int offset) {}
}
