package dev.hawser.tasks.internal.store;

import dev.hawser.tasks.ExecutionId;

/** What became of an execution that asked to be accepted. */
public sealed interface Accepted {
  /** It is stored and nobody has run it. */
  record Fresh(ExecutionId id) implements Accepted {}

  /**
   * It was stored before: by an earlier request with the same key, or by an earlier attempt that
   * others took over.
   */
  record Before(ExecutionId id) implements Accepted {}

  /** The idempotency key was used for another request. */
  record KeyReused() implements Accepted {}
}
