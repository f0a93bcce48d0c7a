package dev.hawser.app.internal.doctor;

/**
 * What one check found.
 *
 * @param check what was looked at, in a few words
 * @param state how it is
 * @param detail what was found
 * @param remedy what to do about it; empty when all is well
 */
public record Finding(String check, State state, String detail, String remedy) {
  /** How it is. */
  public enum State {
    OK,
    /** Works, but may not for long or not well. */
    WARNING,
    /** Will not work. */
    FAILED
  }

  static Finding ok(String check, String detail) {
    return new Finding(check, State.OK, detail, "");
  }

  static Finding warning(String check, String detail, String remedy) {
    return new Finding(check, State.WARNING, detail, remedy);
  }

  static Finding failed(String check, String detail, String remedy) {
    return new Finding(check, State.FAILED, detail, remedy);
  }
}
