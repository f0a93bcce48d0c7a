package dev.hawser.core.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The settings cannot be used. Carries everything that is wrong with them, never only the first
 * thing. Its message shows no secret.
 */
public final class SettingsInvalid extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<SettingProblem> problems;

  public SettingsInvalid(List<SettingProblem> problems) {
    super(problems.stream().map(SettingProblem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("nothing is wrong");
    }
    this.problems = List.copyOf(problems);
  }

  /** At least one. */
  public List<SettingProblem> problems() {
    return problems;
  }
}
