package dev.hawser.tasks;

import java.time.Duration;

/** The engine as the process that hosts it sees it: how to stop it in order. */
public interface ExecutionEngine {
  /**
   * From now on nothing is claimed, and pauses of running executions end; those that are accepted
   * still run.
   */
  void stopTaking();

  /** Waits until nothing runs here; false when something still does after the limit. */
  boolean awaitIdle(Duration limit) throws InterruptedException;
}
