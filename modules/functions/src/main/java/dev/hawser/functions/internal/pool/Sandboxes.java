package dev.hawser.functions.internal.pool;

import dev.hawser.core.error.HawserException;

/** Starts sandboxes. */
interface Sandboxes extends AutoCloseable {
  /**
   * A new one, ready for its first job.
   *
   * @throws HawserException.Unavailable when none can be started now
   */
  Sandbox start();

  @Override
  void close();
}
