package dev.hawser.tasks.internal.engine;

import dev.hawser.core.outbox.OutboxEvent;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.store.IdempotencyClaim;
import dev.hawser.workflows.DeployedWorkflow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param input what expressions see as {@code trigger}; JSON
 * @param note for the audit log, when somebody starts it by hand
 * @param claim the client's idempotency key, if it sent one
 * @param given records of steps that do not run any more; empty unless it is a test
 * @param replayOf the execution that is run again; null for a new one
 */
public record StartRequest(
    DeployedWorkflow workflow,
    TriggerKind trigger,
    @Nullable Object input,
    List<StepRecord> given,
    @Nullable ExecutionId replayOf,
    @Nullable IdempotencyClaim claim,
    @Nullable OutboxEvent note) {
  public StartRequest {
    given = List.copyOf(given);
  }

  /** Nobody starts it by hand. */
  public StartRequest(
      DeployedWorkflow workflow,
      TriggerKind trigger,
      @Nullable Object input,
      List<StepRecord> given,
      @Nullable ExecutionId replayOf,
      @Nullable IdempotencyClaim claim) {
    this(workflow, trigger, input, given, replayOf, claim, null);
  }

  /** Begins with the first step. */
  public StartRequest(
      DeployedWorkflow workflow,
      TriggerKind trigger,
      @Nullable Object input,
      @Nullable ExecutionId replayOf,
      @Nullable IdempotencyClaim claim) {
    this(workflow, trigger, input, List.of(), replayOf, claim, null);
  }

  /** The same with a note for the audit log. */
  public StartRequest noted(OutboxEvent event) {
    return new StartRequest(workflow, trigger, input, given, replayOf, claim, event);
  }
}
