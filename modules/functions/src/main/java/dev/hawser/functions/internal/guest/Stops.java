package dev.hawser.functions.internal.guest;

import java.time.Duration;
import java.util.Locale;

/** What customers read when their function was stopped. */
public final class Stops {
  static final String FORM = "write export default (input, lib) => …";

  private Stops() {}

  public static String cpu(Duration limit) {
    return "The function computed for more than %s and was stopped: look for a loop that does not end"
        .formatted(seconds(limit));
  }

  static String statements(int limit) {
    return String.format(
        Locale.ROOT,
        "The function executed more than %,d statements and was stopped: look for a loop that does not end",
        limit);
  }

  /** When the size of the heap is not known. */
  static String memory() {
    return "The function needed more memory than it may use and was stopped: work on smaller parts of the data";
  }

  public static String memory(long heap) {
    return "The function needed more memory than the %d MiB it may use and was stopped: work on smaller parts of the data"
        .formatted(heap >> 20);
  }

  static String stack() {
    return "The function is nested, or called itself, too deeply and was stopped";
  }

  static String neverSettled() {
    return "The function returned a promise that nothing can settle: there are no timers and no network here, "
        + "so a promise that is not settled when all its code has run stays so for ever";
  }

  static String tooDeep() {
    return "The function returned JSON nested deeper than " + Nesting.MAX + " levels";
  }

  static String tooLarge(long bytes, long limit) {
    return String.format(
        Locale.ROOT,
        "The function returned %,d bytes of JSON; at most %,d are taken: return less, or split the data over several steps",
        bytes,
        limit);
  }

  public static String inputTooLarge(long bytes, long limit) {
    return String.format(
        Locale.ROOT,
        "The input of the function is %,d bytes of JSON; at most %,d are passed: pass only what it needs",
        bytes,
        limit);
  }

  public static String codeTooLarge(int characters, int limit) {
    return String.format(
        Locale.ROOT, "The code has %,d characters; at most %,d are run", characters, limit);
  }

  public static String crashed(int times) {
    return "The process that ran the function died %d times without saying why; the function was given up"
        .formatted(times);
  }

  private static String seconds(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }
}
