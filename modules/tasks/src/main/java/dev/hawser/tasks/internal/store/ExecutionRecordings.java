package dev.hawser.tasks.internal.store;

import dev.hawser.tasks.internal.interpreter.StepRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is stored of one execution.
 *
 * @param input the trigger's data as JSON
 * @param error the JSON value of the reason; null unless it failed
 */
public record ExecutionRecordings(
    ExecutionView view, byte[] input, List<StepRecord> steps, byte @Nullable [] error) {
  public ExecutionRecordings {
    steps = List.copyOf(steps);
  }
}
