package dev.hawser.workflows.internal.language;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.internal.source.Node.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one definition, in the order of reading. */
final class Findings {
  private static final int MOST_SHOWN = 200;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> unsupported = new ArrayList<>();
  private int hidden;

  void add(
      String pointer,
      Position at,
      @Nullable String stepId,
      String message,
      @Nullable String suggestion) {
    if (problems.size() == MOST_SHOWN) {
      hidden++;
      return;
    }
    problems.add(new Problem(pointer, message, stepId, suggestion, at.line(), at.column()));
  }

  /** Notes what is right, but nothing that this release can run. */
  void unsupported(String pointer, Position at, @Nullable String stepId, String message) {
    unsupported.add(new Problem(pointer, message, stepId, null, at.line(), at.column()));
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  List<Problem> problems() {
    if (hidden == 0) {
      return List.copyOf(problems);
    }
    List<Problem> shown = new ArrayList<>(problems);
    shown.add(Problem.at("", hidden + " more problems are not shown"));
    return shown;
  }

  List<Problem> unsupported() {
    return List.copyOf(unsupported);
  }
}
