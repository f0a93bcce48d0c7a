package dev.hawser.workflows;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the expressions of one step can see. Used by one thread at a time. */
public interface Scope {
  /**
   * The JSON value of a root: {@code trigger}, {@code steps} (id → {@code output} or {@code
   * error}), {@code execution}, {@code project}, {@code user}, {@code settings}, {@code secrets},
   * {@code error}, {@code item}, {@code index}; null when it is not set here.
   */
  @Nullable Object root(String name);

  /** The moment the step started; the same in a repetition after a crash. */
  Instant now();

  /** The next of the step's identifiers; the same sequence in a repetition after a crash. */
  UUID uuid();
}
