package dev.hawser.systemtest;

import dev.hawser.systemtest.harness.Answer;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds steps in what the API tells about an execution. */
final class Steps {
  private Steps() {}

  /** The last attempt of a step that must be there. */
  static Map<?, ?> get(Answer execution, String path) {
    return find(execution, path)
        .orElseThrow(() -> new AssertionError("no step " + path + " in " + execution));
  }

  static Optional<Map<?, ?>> find(Answer execution, String path) {
    return execution.objects("steps").stream()
        .<Map<?, ?>>map(step -> step)
        .filter(step -> path.equals(step.get("path")))
        .reduce((first, last) -> last);
  }

  static @Nullable Object output(Answer execution, String path) {
    return get(execution, path).get("output");
  }
}
