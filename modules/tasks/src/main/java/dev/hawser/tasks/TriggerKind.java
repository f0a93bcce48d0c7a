package dev.hawser.tasks;

/** What started an execution. The codes are stored. */
public enum TriggerKind {
  WEBHOOK(0),
  MANUAL(1),
  /** Somebody tries a workflow; not counted, and never taken over by another replica. */
  TEST(2);

  private final int code;

  TriggerKind(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  public static TriggerKind ofCode(int code) {
    return values()[code];
  }
}
