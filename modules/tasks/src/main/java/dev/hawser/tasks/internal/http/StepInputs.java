package dev.hawser.tasks.internal.http;

import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.interpreter.StepStatus;
import dev.hawser.tasks.internal.interpreter.StepTypes;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.StepPlan;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inputs that history shows. A request's is recorded. That of a transform or a branch is not
 * stored twice: it is what its expressions read, and that is the trigger and outputs of steps
 * before it, which are all there. Feed it the records in their order.
 */
final class StepInputs {
  private final @Nullable Object trigger;
  private final Map<String, StepPlan> steps = new HashMap<>();
  private final Map<String, @Nullable Object> outputs = new HashMap<>();

  /**
   * @param plan of the version that ran; null when it cannot be had, then unrecorded inputs stay
   *     unknown
   */
  StepInputs(@Nullable Plan plan, @Nullable Object trigger) {
    this.trigger = trigger;
    if (plan != null) {
      StepTypes.walkAll(plan, step -> steps.put(step.header().id(), step));
    }
  }

  @Nullable Object of(StepRecord record) {
    Object input = record.input() == null ? read(record) : record.input();
    if (record.status().isFinal()) {
      outputs.put(record.stepId(), record.output());
    }
    return input;
  }

  private @Nullable Object read(StepRecord record) {
    StepPlan step = steps.get(record.stepId());
    if (step == null || record.status() == StepStatus.STARTED || step.header().reads().isEmpty()) {
      return null;
    }
    Map<String, @Nullable Object> input = new LinkedHashMap<>();
    Map<String, @Nullable Object> others = new LinkedHashMap<>();
    for (String read : step.header().reads().stream().sorted().toList()) {
      if (read.equals("trigger")) {
        input.put("trigger", trigger);
      } else if (read.startsWith("steps.")) {
        others.put(
            read.substring("steps.".length()), outputs.get(read.substring("steps.".length())));
      }
    }
    if (!others.isEmpty()) {
      input.put("steps", others);
    }
    return input.isEmpty() ? null : input;
  }
}
