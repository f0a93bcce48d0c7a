package dev.hawser.functions.internal.guest;

import org.graalvm.polyglot.Context;

/** A call that runs: what the watchdog needs to end it. */
final class GuestCall {
  final long threadId = Thread.currentThread().threadId();
  final long startedNanos = System.nanoTime();
  private final Context context;
  volatile boolean outOfTime;

  /** Of its thread; the watchdog's. Negative until it saw the call for the first time. */
  long cpuWhenFirstSeen = -1;

  GuestCall(Context context) {
    this.context = context;
  }

  /** Ends it as soon as it comes by a safepoint; does not come back before. */
  void end() {
    outOfTime = true;
    context.close(true);
  }
}
