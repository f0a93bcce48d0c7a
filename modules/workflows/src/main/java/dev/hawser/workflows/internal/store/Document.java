package dev.hawser.workflows.internal.store;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.Plan;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
  private static final Pattern TRIGGER_TYPE = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]{0,31}");

  public Document {
    problems = List.copyOf(problems);
  }

  /** What its trigger says that it is, right or wrong; null when that cannot be one. */
  @Nullable String triggerType() {
    return value.get("trigger") instanceof Map<?, ?> trigger
            && trigger.get("type") instanceof String type
            && TRIGGER_TYPE.matcher(type).matches()
        ? type
        : null;
  }
}
