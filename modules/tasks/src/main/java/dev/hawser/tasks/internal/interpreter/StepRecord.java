package dev.hawser.tasks.internal.interpreter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a step: the unit of history and of resuming. Outside of the interpreter a value
 * that is stored elsewhere may be replaced by an object that says where; the interpreter itself
 * gives and gets JSON.
 *
 * @param path instance path, for example {@code big/note} or {@code fetch.onError/alert}
 * @param stepId the step in the definition
 * @param type the step type's name in the language
 * @param attempt counts from 1
 * @param startedAt of the first attempt
 * @param endedAt of this attempt
 * @param input what the step was given, secrets blanked; JSON
 * @param output what it gave; JSON
 * @param error an object with {@code code}, {@code message} and more; null unless it failed
 * @param retryAt when the next attempt is due; null unless {@link StepStatus#RETRYING}
 * @param log what a function wrote to its console, a list of {@code {level, text}}; null when it
 *     wrote nothing
 */
public record StepRecord(
    String path,
    String stepId,
    String type,
    StepStatus status,
    int attempt,
    Instant startedAt,
    Instant endedAt,
    @Nullable Object input,
    @Nullable Object output,
    @Nullable Object error,
    @Nullable Instant retryAt,
    @Nullable Object log) {

  /** A record without a log. */
  public StepRecord(
      String path,
      String stepId,
      String type,
      StepStatus status,
      int attempt,
      Instant startedAt,
      Instant endedAt,
      @Nullable Object input,
      @Nullable Object output,
      @Nullable Object error,
      @Nullable Instant retryAt) {
    this(
        path, stepId, type, status, attempt, startedAt, endedAt, input, output, error, retryAt,
        null);
  }

  /** The same with other values. */
  public StepRecord withValues(
      @Nullable Object newInput, @Nullable Object newOutput, @Nullable Object newError) {
    return new StepRecord(
        path, stepId, type, status, attempt, startedAt, endedAt, newInput, newOutput, newError,
        retryAt, log);
  }

  /** The same with another log. */
  public StepRecord withLog(@Nullable Object newLog) {
    return new StepRecord(
        path, stepId, type, status, attempt, startedAt, endedAt, input, output, error, retryAt,
        newLog);
  }
}
