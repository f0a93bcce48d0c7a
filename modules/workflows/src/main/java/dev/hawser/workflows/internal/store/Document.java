package dev.hawser.workflows.internal.store;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.Plan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A definition that was read, right or wrong, but always a JSON object.
 *
 * @param json its text in canonical order, one line: equal definitions have equal texts
 * @param value the same as a JSON value
 * @param name null when it is missing or wrong
 * @param plan null when there is any problem
 */
public record Document(
    String json,
    Map<String, @Nullable Object> value,
    @Nullable String name,
    @Nullable Plan plan,
    List<Problem> problems) {
  public Document {
    problems = List.copyOf(problems);
  }
}
