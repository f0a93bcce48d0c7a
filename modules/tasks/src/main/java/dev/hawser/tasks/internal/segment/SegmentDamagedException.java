package dev.hawser.tasks.internal.segment;

/** A segment is not what was written, or not there. */
public final class SegmentDamagedException extends Exception {
  private static final long serialVersionUID = 1L;

  SegmentDamagedException(String message) {
    super(message);
  }

  SegmentDamagedException(String message, Throwable cause) {
    super(message, cause);
  }
}
