package dev.hawser.workflows.internal.expression;

import java.util.List;
import java.util.Set;

/** The names that an expression can start with. */
public final class Roots {
  /** All names that the language has. Which of them can be read depends on the place. */
  public static final Set<String> ALL =
      Set.of(
          "trigger",
          "steps",
          "execution",
          "project",
          "error",
          "now",
          "user",
          "settings",
          "secrets",
          "item",
          "index");

  /** The ones that are offered when a name is unknown. */
  static final List<String> SUGGESTED =
      List.of("trigger", "steps", "execution", "project", "error", "now");

  /** What a step has once it ran. */
  static final List<String> STEP_FIELDS = List.of("output", "error");

  private Roots() {}

  static Compilation.Flaw unknown(String name, int offset) {
    String suggestion = Names.nearest(name, ALL);
    return new Compilation.Flaw(
        offset,
        "there is no \""
            + name
            + "\" here"
            + (suggestion == null
                ? "; an expression starts with " + Names.list(SUGGESTED)
                : Names.didYouMean(suggestion)),
        suggestion);
  }

  /** Which secrets a workflow reads must be known before it runs. */
  static Compilation.Flaw secretsWithoutName(int offset) {
    return new Compilation.Flaw(
        offset, "a secret is read by its name and as a whole, as in secrets.NAME", null);
  }

  static Compilation.Flaw unknownStepField(String step, String field, int offset) {
    String suggestion = Names.nearest(field, STEP_FIELDS);
    String message = "steps." + step + " has output and error, but no \"" + field + "\"";
    return new Compilation.Flaw(
        offset,
        suggestion == null
            ? message + "; what the step gave is in steps." + step + ".output"
            : message + Names.didYouMean(suggestion),
        suggestion);
  }
}
