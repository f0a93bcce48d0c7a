package dev.hawser.tasks;

/** The engine as the process that hosts it sees it: how to stop it in order. */
public interface ExecutionEngine {
  /**
   * From now on nothing is claimed, and pauses of running executions end; those that are accepted
   * still run, for as long as {@link EngineSettings#DRAIN} from now.
   */
  void stopTaking();

  /** Waits until nothing runs here; false when something still does at the end of that time. */
  boolean awaitIdle() throws InterruptedException;
}
