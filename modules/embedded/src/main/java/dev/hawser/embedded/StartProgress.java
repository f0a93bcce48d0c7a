package dev.hawser.embedded;

/**
 * Is told what a start is doing, in short English sentences for people ("Creating the database").
 * Called from the starting threads, possibly by two at once; must return quickly and not throw.
 */
@FunctionalInterface
public interface StartProgress {
  void report(String message);

  /** Tells nobody. */
  static StartProgress silent() {
    return message -> {};
  }
}
