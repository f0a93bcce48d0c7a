package dev.hawser.app.internal.cli.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An execution with all that is recorded of it.
 *
 * @param summary as the API gave it, without what only a detail has
 * @param input what its expressions see as {@code trigger}
 * @param error why it failed; null when it did not
 */
public record ExecutionDetail(
    ExecutionView execution,
    Map<String, @Nullable Object> summary,
    @Nullable Object input,
    List<StepView> steps,
    @Nullable Object error) {
  private static final List<String> DETAILS = List.of("input", "steps", "error");

  public ExecutionDetail {
    steps = List.copyOf(steps);
  }

  /** Reads the answer that {@link ProjectApi#execution} gave. */
  public static ExecutionDetail of(ApiAnswer answer) {
    Fields json = answer.fields();
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    json.json().forEach((name, value) -> summary.put(String.valueOf(name), value));
    DETAILS.forEach(summary::remove);
    return new ExecutionDetail(
        ExecutionView.of(json),
        summary,
        json.value("input"),
        json.objects("steps").stream().map(StepView::of).toList(),
        json.value("error"));
  }
}
