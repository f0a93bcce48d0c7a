package dev.hawser.tasks.internal.interpreter;

/** How a step, or one attempt of it, ended. */
public enum StepStatus {
  /** Its moment is recorded, because expressions read it; nothing ended yet. */
  STARTED,
  /** An attempt failed; the next one is due at the record's {@code retryAt}. */
  RETRYING,
  SUCCEEDED,
  FAILED,
  /** Its {@code if} did not hold; or it would answer a caller who has an answer. */
  SKIPPED;

  public boolean isFinal() {
    return this == SUCCEEDED || this == FAILED || this == SKIPPED;
  }
}
