package dev.hawser.workflows.internal.expression;

import java.util.List;

/**
 * What an expression reads, for the checks that depend on where it stands.
 *
 * @param roots the roots that it names
 * @param steps the steps that it names
 * @param secrets the secrets that it reads, all by name: any other use of secrets is a flaw
 * @param settings the user settings that it reads by name
 * @param readsNow whether it reads the time
 */
public record Usage(
    List<RootUse> roots,
    List<StepUse> steps,
    List<NameUse> secrets,
    List<NameUse> settings,
    boolean readsNow) {
  public static final Usage NONE = new Usage(List.of(), List.of(), false);

  public Usage {
    roots = List.copyOf(roots);
    steps = List.copyOf(steps);
    secrets = List.copyOf(secrets);
    settings = List.copyOf(settings);
  }

  public Usage(List<RootUse> roots, List<StepUse> steps, boolean readsNow) {
    this(roots, steps, List.of(), List.of(), readsNow);
  }

  /** What several expressions read together. */
  static Usage of(List<Usage> all) {
    return new Usage(
        all.stream().flatMap(usage -> usage.roots.stream()).toList(),
        all.stream().flatMap(usage -> usage.steps.stream()).toList(),
        all.stream().flatMap(usage -> usage.secrets.stream()).toList(),
        all.stream().flatMap(usage -> usage.settings.stream()).toList(),
        all.stream().anyMatch(Usage::readsNow));
  }

  boolean reads(String root) {
    return roots.stream().anyMatch(use -> use.name().equals(root));
  }

  /**
   * A name below a root.
   *
   * @param optional whether the expression copes with its absence
   */
  public record NameUse(String name, boolean optional, int offset) {}

  /** A root, and where its name stands in the expression. */
  public record RootUse(String name, int offset) {}

  /**
   * @param optional whether the expression copes with a step that did not run
   */
  public record StepUse(String id, boolean optional, int offset) {}
}
