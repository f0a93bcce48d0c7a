package dev.hawser.tasks;

/** Where an execution is. The codes are stored; they never change their meaning. */
public enum ExecutionStatus {
  /** Accepted, no replica runs it yet. */
  QUEUED(0),
  /** A replica runs it. */
  RUNNING(1),
  /** Parked until a moment or an event; holds no thread and no memory. */
  WAITING(2),
  SUCCEEDED(3),
  FAILED(4),
  CANCELLED(5);

  private final int code;

  ExecutionStatus(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  public boolean isFinal() {
    return code >= SUCCEEDED.code;
  }

  public static ExecutionStatus ofCode(int code) {
    return values()[code];
  }
}
