package dev.hawser.workflows;

import dev.hawser.core.tenancy.ProjectId;

/**
 * Gives each project its check of functions' code, so that one that checks much makes nobody wait
 * but itself.
 */
@FunctionalInterface
public interface FunctionChecks {
  /** Takes any text. */
  FunctionChecks NONE = project -> FunctionSyntax.UNCHECKED;

  /**
   * The check of a project's code. It throws what {@link
   * dev.hawser.core.error.HawserException.LimitExceeded} and {@link
   * dev.hawser.core.error.HawserException.Unavailable} say: when the project has too many checks at
   * once, and when none can be made now.
   */
  FunctionSyntax of(ProjectId project);
}
