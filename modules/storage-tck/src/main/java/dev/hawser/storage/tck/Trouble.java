package dev.hawser.storage.tck;

/** A fault that waits for its requests, and counts how often it struck. Thread-safe. */
final class Trouble {
  final Fault fault;
  private final Requests which;
  private final int after;
  private final int times;
  private int seen;
  private int struck;

  private Trouble(Fault fault, Requests which, int after, int times) {
    this.fault = fault;
    this.which = which;
    this.after = after;
    this.times = times;
  }

  /** At the first such request. */
  static Trouble once(Fault fault, Requests which) {
    return new Trouble(fault, which, 0, 1);
  }

  /** At so many in a row. */
  static Trouble times(int times, Fault fault, Requests which) {
    return new Trouble(fault, which, 0, times);
  }

  /** Only once so many have passed, and then at so many in a row. */
  static Trouble timesAfter(int passed, int times, Fault fault, Requests which) {
    return new Trouble(fault, which, passed, times);
  }

  /** At all of them. */
  static Trouble always(Fault fault, Requests which) {
    return new Trouble(fault, which, 0, Integer.MAX_VALUE);
  }

  /** Only once so many have passed, and then at the next one. */
  static Trouble onceAfter(int passed, Fault fault, Requests which) {
    return new Trouble(fault, which, passed, 1);
  }

  /** Only once so many have passed, and then at all. */
  static Trouble alwaysAfter(int passed, Fault fault, Requests which) {
    return new Trouble(fault, which, passed, Integer.MAX_VALUE);
  }

  synchronized boolean strikes(HttpMessage request) {
    if (!which.include(request)) {
      return false;
    }
    int number = seen++;
    if (number < after || number - after >= times) {
      return false;
    }
    struck++;
    return true;
  }

  synchronized int struck() {
    return struck;
  }
}
