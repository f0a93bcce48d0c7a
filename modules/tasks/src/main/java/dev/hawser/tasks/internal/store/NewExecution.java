package dev.hawser.tasks.internal.store;

import dev.hawser.core.outbox.OutboxEvent;
import org.jspecify.annotations.Nullable;

/**
 * An execution to accept, once for each idempotency key.
 *
 * @param note for the audit log, when somebody starts it by hand; null for all others
 */
public record NewExecution(
    OpenExecution execution, @Nullable IdempotencyClaim claim, @Nullable OutboxEvent note) {
  /** Nobody starts it by hand. */
  public NewExecution(OpenExecution execution, @Nullable IdempotencyClaim claim) {
    this(execution, claim, null);
  }
}
