package dev.hawser.tasks;

/** What started an execution. The codes are stored. */
public enum TriggerKind {
  WEBHOOK(0),
  MANUAL(1);

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
