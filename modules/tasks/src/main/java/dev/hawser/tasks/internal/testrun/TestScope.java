package dev.hawser.tasks.internal.testrun;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a workflow a test runs.
 *
 * @param from the first step that runs; null for the first of all
 * @param to the last step that runs; null for the last of all
 * @param pinned outputs of steps that do not run, wherever they are
 * @param earlier outputs that steps before the first one are taken to have given
 */
public record TestScope(
    @Nullable String from,
    @Nullable String to,
    Map<String, @Nullable Object> pinned,
    Map<String, @Nullable Object> earlier) {
  public TestScope {
    pinned = Collections.unmodifiableMap(new LinkedHashMap<>(pinned));
    earlier = Collections.unmodifiableMap(new LinkedHashMap<>(earlier));
  }

  boolean isGiven(String step) {
    return pinned.containsKey(step) || earlier.containsKey(step);
  }

  @Nullable Object given(String step) {
    return pinned.containsKey(step) ? pinned.get(step) : earlier.get(step);
  }
}
