package dev.hawser.tasks.internal.payload;

import org.jspecify.annotations.Nullable;

/** A value that was stored cannot be had any more; trying again does not help. */
public final class PayloadLostException extends Exception {
  private static final long serialVersionUID = 1L;
  private final Reason reason;

  /** Why. */
  public enum Reason {
    /** There is no blob. */
    MISSING,
    /** The blob has other bytes than those that were stored. */
    DAMAGED
  }

  PayloadLostException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
